package io.trafficallocator.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.entitlements.OrganicDemand;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantIds;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.solve.Solution;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Turns a solution back into merchants, placements, programmes and rules. */
final class PlanAssembly {
    private static final int MERCHANTS_PER_PIECE = 1 << 14;
    private static final int FEN_DIGITS = 2;
    private static final int FEN_PER_YUAN = 100;

    /** A sum of doubles is exact to about this many digits: what stands behind them must not cost another fen. */
    private static final MathContext SUM = new MathContext(13);

    private final Planning planning;
    private final AllocationRequest request;
    private final Merchants merchants;
    private final Placements placements;
    private final Solution solution;

    PlanAssembly(Planning planning) {
        this.planning = planning;
        this.request = planning.request();
        this.merchants = request.merchants();
        this.placements = request.placements();
        this.solution = planning.solution();
    }

    Plan assemble(String rulesDigest, Workers workers) {
        MerchantIds ids = merchants.ids();
        Plan plan = new Plan(
                new Plan.Header(
                        request.settings().asOf(),
                        request.settings().periodDays(),
                        planning.factsDigest().get(),
                        rulesDigest,
                        rewarded(workers),
                        ImmutableMap.of()),
                placements,
                new Plan.Cells(
                        ids, planning.cells().startArray(), planning.cells().placementArray(), solution.planned()),
                solution.unallocated(),
                entitlements(planning.entitlements(), ids, placements.scopes()),
                new ShortfallFinder(planning).find(),
                pools(),
                multipliers(ids));
        return plan.withRuleFailures(planning.grants().failures());
    }

    static List<Entitlement> entitlements(Entitlements entitlements, MerchantIds ids, Scopes scopes) {
        return new View<>(
                entitlements.count(),
                row -> new Entitlement(
                        ids.get(entitlements.merchant(row)),
                        entitlements
                                .programmes()
                                .get(entitlements.programme(row))
                                .id(),
                        entitlements.kind(row),
                        scopes.name(entitlements.scope(row)),
                        shown(entitlements.kind(row), entitlements.amount(row)),
                        shown(entitlements.kind(row), entitlements.granted(row)),
                        entitlements.rules().get(entitlements.rule(row)),
                        entitlements.reason(row)));
    }

    /** Fen are for calculating, yuan for people. */
    private static double shown(EntitlementKind kind, double amount) {
        return kind == EntitlementKind.SUBSIDY ? amount / FEN_PER_YUAN : amount;
    }

    /** Whole impressions above what natural ranking alone would give, added up over all cells. */
    private long rewarded(Workers workers) {
        OrganicDemand organic = OrganicDemand.of(request, planning.eligibility(), workers);
        Cells cells = planning.cells();
        double[] sums = new double[Workers.pieces(merchants.count(), MERCHANTS_PER_PIECE)];
        workers.run(merchants.count(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            double sum = 0;
            for (int merchant = from; merchant < to; merchant++) {
                for (int cell = cells.start(merchant); cell < cells.start(merchant + 1); cell++) {
                    double natural = cells.hasDemand(cell)
                            ? organic.impressions(merchant, cells.placement(cell), cells.weight(cell))
                            : 0;
                    sum += Math.max(0, solution.planned().get(cell) - natural);
                }
            }
            sums[piece] = sum;
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return Math.round(total);
    }

    private ImmutableList<PoolSpend> pools() {
        ImmutableList.Builder<PoolSpend> pools = ImmutableList.builder();
        List<Programme> programmes = planning.entitlements().programmes();
        boolean[] boosts = new boolean[programmes.size()];
        for (int group : planning.problem().boosts().group()) {
            boosts[group] = true;
        }
        for (int index = 0; index < programmes.size(); index++) {
            Programme programme = programmes.get(index);
            BigDecimal committed = planning.commitments()
                    .committed(index)
                    .add(new BigDecimal(solution.boostSpend()[index]).round(SUM))
                    .setScale(programme.poolUnit() == PoolUnit.YUAN ? FEN_DIGITS : 0, RoundingMode.CEILING);
            double spent = committed.doubleValue();
            double exact = solution.boostSpend()[index]
                    + planning.commitments().committed(index).doubleValue();
            if (programme.pool() != null && exact > programme.pool() * (1 + 1e-9) + 1e-9) {
                throw new IllegalStateException("programme '" + programme.id() + "' commits " + exact
                        + ", but its pool is " + programme.pool());
            }
            pools.add(new PoolSpend(
                    programme.id(),
                    programme.pool(),
                    programme.pool() == null ? spent : Math.min(spent, programme.pool()),
                    programme.poolUnit(),
                    boosts[index] ? solution.exponent()[index] : 1));
        }
        return pools.build();
    }

    private List<Multiplier> multipliers(MerchantIds ids) {
        Solution.Multipliers columns = solution.multipliers();
        int prices = placements.count();
        Scopes scopes = placements.scopes();
        double[] price = solution.price();
        return new View<>(prices + columns.merchant().length, index -> {
            int row = index - prices;
            return row < 0
                    ? new Multiplier(placements.get(index).id(), Multiplier.PRICE, price[index])
                    : new Multiplier(
                            ids.get(columns.merchant()[row]), scopes.name(columns.scope()[row]), columns.factor()[row]);
        });
    }
}
