package io.trafficallocator.workbench.output;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Two plans side by side: who gains and who loses, by merchant, programme and placement. */
public final class PlanDiff {
    private final List<Change> merchants = new ArrayList<>();
    private final Map<String, ProgrammeSide[]> programmes = new TreeMap<>();
    private final Map<String, PlacementChange> placements = new TreeMap<>();
    private final Map<String, List<String>> causes = new HashMap<>();
    private int same;

    /** A merchant whose impressions differ; 0 where it is in one of the plans only. */
    public record Change(String merchant, long before, long after) {
        long by() {
            return after - before;
        }
    }

    private static final class ProgrammeSide {
        private final Set<String> merchants = new HashSet<>();
        private long due;
        private long lacking;
        private double committed;
        private String unit = "";
    }

    private static final class PlacementChange {
        private long before;
        private long after;
        private long moved;
    }

    /**
     * Compares two plans.
     *
     * @param top of how many merchants on either side it is told what changed of their own
     */
    public PlanDiff(Plan before, Plan after, int top) {
        merchants(before, after);
        side(before, 0);
        side(after, 1);
        placements(before, after);
        Set<String> told = new HashSet<>();
        winners(top).forEach(each -> told.add(each.merchant));
        losers(top).forEach(each -> told.add(each.merchant));
        causes(before, after, told);
    }

    /** Who gains most, the most first. */
    private List<Change> winners(int top) {
        return merchants.stream()
                .filter(each -> each.by() > 0)
                .sorted(Comparator.comparingLong(Change::by).reversed().thenComparing(Change::merchant))
                .limit(top)
                .toList();
    }

    /** Who loses most, the most first. */
    private List<Change> losers(int top) {
        return merchants.stream()
                .filter(each -> each.by() < 0)
                .sorted(Comparator.comparingLong(Change::by).thenComparing(Change::merchant))
                .limit(top)
                .toList();
    }

    private void merchants(Plan before, Plan after) {
        int left = 0;
        int right = 0;
        while (left < before.merchants() || right < after.merchants()) {
            int order = left == before.merchants()
                    ? 1
                    : right == after.merchants() ? -1 : before.merchant(left).compareTo(after.merchant(right));
            String id = order <= 0 ? before.merchant(left) : after.merchant(right);
            long old = order <= 0 ? before.total(id) : 0;
            long now = order >= 0 ? after.total(id) : 0;
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
            if (old == now) {
                same++;
            } else {
                merchants.add(new Change(id, old, now));
            }
        }
    }

    private void side(Plan plan, int side) {
        for (Entitlement held : plan.entitlements()) {
            ProgrammeSide programme = programme(held.programme(), side);
            programme.merchants.add(held.merchant());
            if (held.kind() == EntitlementKind.GUARANTEE) {
                programme.due += (long) held.amount();
            }
        }
        for (Shortfall shortfall : plan.shortfalls()) {
            if (!shortfall.scope().equals(Shortfall.FEN)) {
                programme(shortfall.programme(), side).lacking += shortfall.due() - shortfall.planned();
            }
        }
        for (PoolSpend pool : plan.pools()) {
            ProgrammeSide programme = programme(pool.programme(), side);
            programme.committed = pool.committed();
            programme.unit = pool.unit().name().toLowerCase(Locale.ROOT);
        }
    }

    private ProgrammeSide programme(String id, int side) {
        return programmes
                .computeIfAbsent(id, unused -> new ProgrammeSide[] {new ProgrammeSide(), new ProgrammeSide()})[side];
    }

    private void placements(Plan before, Plan after) {
        for (int index = 0; index < before.placements().count(); index++) {
            placement(before, index).before = planned(before, index);
        }
        for (int index = 0; index < after.placements().count(); index++) {
            placement(after, index).after = planned(after, index);
        }
        for (int row = 0; row < after.merchants(); row++) {
            String id = after.merchant(row);
            for (int cell = after.start(row); cell < after.start(row + 1); cell++) {
                String placement = after.placements().get(after.placement(cell)).id();
                long old = before.row(id) < 0 || before.placements().index(placement) < 0
                        ? 0
                        : before.impressions(id, placement);
                PlacementChange change = placements.get(placement);
                if (change != null) {
                    change.moved += Math.max(0, after.impressions(cell) - old);
                }
            }
        }
    }

    private PlacementChange placement(Plan plan, int index) {
        return placements.computeIfAbsent(plan.placements().get(index).id(), unused -> new PlacementChange());
    }

    private static long planned(Plan plan, int index) {
        return plan.placements().get(index).impressions() - plan.unallocated(index);
    }

    private void causes(Plan before, Plan after, Set<String> told) {
        Map<String, Map<String, String[]>> held = new TreeMap<>();
        for (int side = 0; side < 2; side++) {
            for (Entitlement each : (side == 0 ? before : after).entitlements()) {
                if (told.contains(each.merchant())) {
                    String what = each.programme() + " " + each.kind().name().toLowerCase(Locale.ROOT) + " in "
                            + each.scope();
                    held.computeIfAbsent(each.merchant(), unused -> new TreeMap<>())
                                    .computeIfAbsent(what, unused -> new String[] {"none", "none"})[side] =
                            Csv.number(each.amount());
                }
            }
        }
        told.forEach(merchant -> {
            List<String> lines = new ArrayList<>();
            held.getOrDefault(merchant, Map.of()).forEach((what, amounts) -> {
                if (!amounts[0].equals(amounts[1])) {
                    lines.add(what + ": " + amounts[0] + " -> " + amounts[1]);
                }
            });
            causes.put(merchant, lines);
        });
    }

    private long gained() {
        return merchants.stream().mapToLong(each -> Math.max(0, each.by())).sum();
    }

    private long lost() {
        return merchants.stream().mapToLong(each -> Math.max(0, -each.by())).sum();
    }

    private long count(boolean gain) {
        return merchants.stream().filter(each -> each.by() > 0 == gain).count();
    }

    /** Several lines for people. */
    public String toText(int top) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "merchants: %,d gain %,d impressions, %,d lose %,d, %,d as before",
                count(true),
                gained(),
                count(false),
                lost(),
                same);
        line(text, "");
        line(
                text,
                "%-22s %9s %9s %12s %12s %11s %11s %14s %14s  %s",
                "programme",
                "merchants",
                "then",
                "due",
                "then",
                "lacking",
                "then",
                "committed",
                "then",
                "unit");
        programmes.forEach((id, sides) -> line(
                text,
                "%-22s %,9d %,9d %,12d %,12d %,11d %,11d %,14.2f %,14.2f  %s",
                id,
                sides[0].merchants.size(),
                sides[1].merchants.size(),
                sides[0].due,
                sides[1].due,
                sides[0].lacking,
                sides[1].lacking,
                sides[0].committed,
                sides[1].committed,
                sides[1].unit.isEmpty() ? sides[0].unit : sides[1].unit));
        line(text, "");
        line(text, "%-22s %12s %12s %12s", "placement", "planned", "then", "moved");
        placements.forEach(
                (id, change) -> line(text, "%-22s %,12d %,12d %,12d", id, change.before, change.after, change.moved));
        side(text, "gain most", winners(top));
        side(text, "lose most", losers(top));
        return text.toString();
    }

    private void side(StringBuilder text, String title, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        line(text, "");
        line(text, "%-22s %12s %12s %12s  %s", title, "planned", "then", "by", "what changed of its own");
        for (Change change : changes) {
            List<String> lines = causes.getOrDefault(change.merchant, List.of());
            line(
                    text,
                    "%-22s %,12d %,12d %,+12d  %s",
                    change.merchant,
                    change.before,
                    change.after,
                    change.by(),
                    lines.isEmpty() ? "nothing: others did" : String.join("; ", lines));
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    /** Every merchant that gains or loses, every programme and placement. */
    public Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("merchants_gaining", count(true));
        json.put("merchants_losing", count(false));
        json.put("merchants_same", same);
        json.put("impressions_gained", gained());
        json.put("impressions_lost", lost());
        List<Object> byProgramme = new ArrayList<>();
        programmes.forEach((id, sides) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("programme", id);
            for (int side = 0; side < 2; side++) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("merchants", sides[side].merchants.size());
                values.put("due", sides[side].due);
                values.put("lacking", sides[side].lacking);
                values.put("committed", sides[side].committed);
                row.put(side == 0 ? "before" : "after", values);
            }
            row.put("unit", sides[1].unit.isEmpty() ? sides[0].unit : sides[1].unit);
            byProgramme.add(row);
        });
        json.put("programmes", byProgramme);
        List<Object> byPlacement = new ArrayList<>();
        placements.forEach((id, change) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("placement", id);
            row.put("before", change.before);
            row.put("after", change.after);
            row.put("moved", change.moved);
            byPlacement.add(row);
        });
        json.put("placements", byPlacement);
        List<Object> byMerchant = new ArrayList<>();
        for (Change change : merchants) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("merchant", change.merchant);
            row.put("before", change.before);
            row.put("after", change.after);
            List<String> lines = causes.get(change.merchant);
            if (lines != null) {
                row.put("changed", lines);
            }
            byMerchant.add(row);
        }
        json.put("merchants", byMerchant);
        return json;
    }
}
