package io.trafficallocator.workbench.testing;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;
import java.util.List;
import java.util.Set;

/**
 * What a test expects of the plan: {@code plan MERCHANT [PLACEMENT]}, {@code pool PROGRAMME}, {@code short MERCHANT
 * PROGRAMME}, {@code paid MERCHANT PROGRAMME} or {@code unallocated PLACEMENT}, then {@code =}, {@code <=} or
 * {@code >=}, then a number.
 */
record PlanExpectation(List<Word> words) {
    static final Set<String> SUBJECTS = ImmutableSet.of("plan", "pool", "short", "paid", "unallocated");
    private static final Set<String> OPERATORS = ImmutableSet.of("=", "<=", ">=");
    private static final double FEN_PER_YUAN = 100;
    private static final double TOLERANCE = 1e-9;

    static PlanExpectation of(List<Word> words) {
        int operator = words.size() - 2;
        boolean readable =
                operator >= 2 && OPERATORS.contains(words.get(operator).text());
        String subject = words.get(0).text();
        int least = subject.equals("short") || subject.equals("paid") ? 3 : 2;
        int most = subject.equals("plan") ? 3 : least;
        if (!readable || operator < least || operator > most) {
            throw words.get(0)
                    .trouble("expectation of a plan is not readable, but must be a subject, one of " + OPERATORS
                            + " and a number. Maybe: expect plan m = 300");
        }
        words.get(operator + 1).number("expected number");
        return new PlanExpectation(words);
    }

    /** Empty when it holds. */
    String difference(Plan plan) {
        Word operator = words.get(words.size() - 2);
        double wanted = words.get(words.size() - 1).number("expected number");
        double found = found(plan);
        boolean holds = switch (operator.text()) {
            case "<=" -> found <= wanted + TOLERANCE;
            case ">=" -> found >= wanted - TOLERANCE;
            default -> Math.abs(found - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));
        };
        return holds
                ? ""
                : "  expected "
                        + String.join(" ", words.stream().map(Word::text).toList()) + ", but it is "
                        + (found == Math.rint(found) ? Long.toString((long) found) : Double.toString(found));
    }

    private double found(Plan plan) {
        String id = words.get(1).text();
        String second = words.get(2).text();
        return switch (words.get(0).text()) {
            case "plan" -> {
                if (plan.row(id) < 0) {
                    throw unknown("merchant");
                }
                yield words.size() == 5 ? plan.impressions(id, second) : plan.total(id);
            }
            case "pool" ->
                plan.pools().stream()
                        .filter(pool -> pool.programme().equals(id))
                        .findFirst()
                        .orElseThrow(() -> unknown("programme"))
                        .committed();
            case "unallocated" -> {
                if (plan.placements().index(id) < 0) {
                    throw unknown("placement");
                }
                yield plan.unallocated(plan.placements().index(id));
            }
            case "short" ->
                plan.shortfalls().stream()
                        .filter(lacks -> is(lacks, id, second) && !lacks.scope().equals(Shortfall.FEN))
                        .mapToLong(lacks -> lacks.due() - lacks.planned())
                        .sum();
            default -> paid(plan, id, second);
        };
    }

    private static double paid(Plan plan, String merchant, String programme) {
        double due = plan.entitlements().stream()
                .filter(held -> held.kind() == EntitlementKind.SUBSIDY
                        && held.merchant().equals(merchant)
                        && held.programme().equals(programme))
                .mapToDouble(held -> Math.rint(held.amount() * FEN_PER_YUAN))
                .sum();
        double lacking = plan.shortfalls().stream()
                .filter(lacks -> is(lacks, merchant, programme) && lacks.scope().equals(Shortfall.FEN))
                .mapToLong(lacks -> lacks.due() - lacks.planned())
                .sum();
        return (due - lacking) / FEN_PER_YUAN;
    }

    private static boolean is(Shortfall lacks, String merchant, String programme) {
        return lacks.merchant().equals(merchant) && lacks.programme().equals(programme);
    }

    private RuntimeException unknown(String what) {
        return words.get(1).wrong(what, "be one of the plan", "it is a typing error");
    }
}
