package io.trafficallocator.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantIds;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.RuleFailure;
import io.trafficallocator.rules.RuleFailures;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the content of a plan, and refuses what cannot be one: with an unchecked exception that says what it is. */
final class PlanReader {
    private static final int LEAST_TEXT = Integer.BYTES;
    private static final int LEAST_RULE = 2 * LEAST_TEXT + Integer.BYTES;
    private static final EntitlementKind[] KINDS = EntitlementKind.values();
    private static final Shortfall.Reason[] REASONS = Shortfall.Reason.values();
    private static final PoolUnit[] UNITS = PoolUnit.values();

    private final PlanInput in;

    PlanReader(PlanInput in) {
        this.in = in;
    }

    Plan read() throws IOException {
        LocalDate asOf = LocalDate.ofEpochDay(in.nextLong());
        int periodDays = in.nextInt();
        String inputDigest = in.nextText();
        String rulesDigest = in.nextText();
        long rewarded = in.nextLong();
        int placementCount = in.nextCount(LEAST_TEXT);
        List<Placement> placementList = new ArrayList<>();
        long[] unallocated = new long[placementCount];
        for (int index = 0; index < placementCount; index++) {
            placementList.add(readPlacement());
            unallocated[index] = in.nextLong();
        }
        Placements placements = Placements.of(placementList);
        Plan.Cells cells = readCells(placementCount);
        List<Entitlement> entitlements = readEntitlements(cells.merchants());
        List<Shortfall> shortfalls = readShortfalls(cells.merchants());
        List<PoolSpend> pools = readPools();
        List<Multiplier> multipliers = readMultipliers(cells.merchants(), placements);
        RuleFailures failures = readRuleFailures();
        ImmutableMap<String, Double> seconds = readSeconds();
        return new Plan(
                        new Plan.Header(asOf, periodDays, inputDigest, rulesDigest, rewarded, seconds),
                        placements,
                        cells,
                        unallocated,
                        entitlements,
                        shortfalls,
                        pools,
                        multipliers)
                .withRuleFailures(failures);
    }

    private Placement readPlacement() throws IOException {
        String id = in.nextText();
        String field = in.nextText();
        long impressions = in.nextLong();
        double price = in.nextDouble();
        boolean isReserved = in.nextByte() != 0;
        String festival = in.nextText();
        return new Placement(
                id, field, impressions, price, isReserved ? festival : null, ImmutableSet.copyOf(readTexts()));
    }

    private Plan.Cells readCells(int placements) throws IOException {
        int merchants = in.nextCount(LEAST_TEXT + Integer.BYTES);
        String[] ids = new String[merchants];
        int[] start = new int[merchants + 1];
        for (int row = 0; row < merchants; row++) {
            ids[row] = in.nextText();
            start[row + 1] = Math.addExact(start[row], in.nextInt());
            require(start[row + 1] >= start[row], "a merchant has fewer than no cells");
            require(row == 0 || ids[row - 1].compareTo(ids[row]) < 0, "merchants do not ascend");
        }
        int count = in.nextCount(Integer.BYTES + Long.BYTES);
        require(start[merchants] == count, "the merchants have another number of cells");
        int[] placement = new int[count];
        long[] impressions = new long[count];
        for (int cell = 0; cell < count; cell++) {
            placement[cell] = Objects.checkIndex(in.nextInt(), placements);
            impressions[cell] = in.nextLong();
        }
        return new Plan.Cells(ids, start, placement, impressions);
    }

    private List<Entitlement> readEntitlements(MerchantIds ids) throws IOException {
        ImmutableList<String> texts = readTexts();
        ImmutableList.Builder<RuleReference> ruleList = ImmutableList.builder();
        for (int rest = in.nextCount(LEAST_RULE); rest > 0; rest--) {
            ruleList.add(readRule());
        }
        ImmutableList<RuleReference> rules = ruleList.build();
        int count = in.nextCount(5 * Integer.BYTES + 2 * Long.BYTES + 1);
        int[] merchant = new int[count];
        int[] programme = new int[count];
        byte[] kind = new byte[count];
        int[] scope = new int[count];
        double[] amount = new double[count];
        double[] granted = new double[count];
        int[] rule = new int[count];
        int[] reason = new int[count];
        for (int row = 0; row < count; row++) {
            merchant[row] = Objects.checkIndex(in.nextInt(), ids.count());
            programme[row] = Objects.checkIndex(in.nextInt(), texts.size());
            kind[row] = (byte) Objects.checkIndex(in.nextByte(), KINDS.length);
            scope[row] = Objects.checkIndex(in.nextInt(), texts.size());
            amount[row] = in.nextDouble();
            granted[row] = in.nextDouble();
            rule[row] = Objects.checkIndex(in.nextInt(), rules.size());
            reason[row] = Objects.checkIndex(in.nextInt(), texts.size());
        }
        return new View<>(
                count,
                row -> new Entitlement(
                        ids.get(merchant[row]),
                        texts.get(programme[row]),
                        KINDS[kind[row]],
                        texts.get(scope[row]),
                        amount[row],
                        granted[row],
                        rules.get(rule[row]),
                        texts.get(reason[row])));
    }

    private ImmutableList<Shortfall> readShortfalls(MerchantIds ids) throws IOException {
        ImmutableList<String> texts = readTexts();
        List<ImmutableList<String>> lists = new ArrayList<>();
        for (int rest = in.nextCount(Integer.BYTES); rest > 0; rest--) {
            lists.add(readTexts());
        }
        ImmutableList.Builder<Shortfall> shortfalls = ImmutableList.builder();
        for (int rest = in.nextCount(4 * Integer.BYTES + 2 * Long.BYTES + 1); rest > 0; rest--) {
            shortfalls.add(new Shortfall(
                    ids.get(in.nextInt()),
                    texts.get(in.nextInt()),
                    texts.get(in.nextInt()),
                    in.nextLong(),
                    in.nextLong(),
                    REASONS[in.nextByte()],
                    lists.get(in.nextInt())));
        }
        return shortfalls.build();
    }

    private ImmutableList<PoolSpend> readPools() throws IOException {
        ImmutableList.Builder<PoolSpend> pools = ImmutableList.builder();
        for (int rest = in.nextCount(LEAST_TEXT); rest > 0; rest--) {
            String programme = in.nextText();
            boolean isLimited = in.nextByte() != 0;
            double pool = in.nextDouble();
            @Nullable Double limit = isLimited ? pool : null;
            pools.add(new PoolSpend(programme, limit, in.nextDouble(), UNITS[in.nextByte()], in.nextDouble()));
        }
        return pools.build();
    }

    private List<Multiplier> readMultipliers(MerchantIds ids, Placements placements) throws IOException {
        ImmutableList<String> scopes = readTexts();
        int count = in.nextCount(2 * Integer.BYTES + Long.BYTES);
        int[] scope = new int[count];
        int[] of = new int[count];
        double[] factor = new double[count];
        for (int row = 0; row < count; row++) {
            scope[row] = Objects.checkIndex(in.nextInt(), scopes.size());
            boolean isPrice = scopes.get(scope[row]).equals(Multiplier.PRICE);
            of[row] = Objects.checkIndex(in.nextInt(), isPrice ? placements.count() : ids.count());
            factor[row] = in.nextDouble();
        }
        return new View<>(count, row -> {
            String name = scopes.get(scope[row]);
            return new Multiplier(
                    name.equals(Multiplier.PRICE) ? placements.get(of[row]).id() : ids.get(of[row]), name, factor[row]);
        });
    }

    private RuleFailures readRuleFailures() throws IOException {
        ImmutableMap.Builder<RuleReference, Long> merchantsByRule = ImmutableMap.builder();
        for (int rest = in.nextCount(LEAST_RULE + Long.BYTES); rest > 0; rest--) {
            merchantsByRule.put(readRule(), in.nextLong());
        }
        ImmutableList.Builder<RuleFailure> first = ImmutableList.builder();
        for (int rest = in.nextCount(LEAST_RULE + Integer.BYTES + 2 * LEAST_TEXT); rest > 0; rest--) {
            first.add(new RuleFailure(readRule(), in.nextInt(), in.nextText(), in.nextText()));
        }
        return new RuleFailures(merchantsByRule.buildOrThrow(), first.build());
    }

    private RuleReference readRule() throws IOException {
        return new RuleReference(in.nextText(), in.nextText(), in.nextInt());
    }

    private ImmutableMap<String, Double> readSeconds() throws IOException {
        ImmutableMap.Builder<String, Double> seconds = ImmutableMap.builder();
        for (int rest = in.nextCount(LEAST_TEXT + Long.BYTES); rest > 0; rest--) {
            seconds.put(in.nextText(), in.nextDouble());
        }
        return seconds.buildOrThrow();
    }

    private ImmutableList<String> readTexts() throws IOException {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        for (int rest = in.nextCount(LEAST_TEXT); rest > 0; rest--) {
            texts.add(in.nextText());
        }
        return texts.build();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
