package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a solution takes the guarantees of its problem to amount to: equal merchants may have swapped the odd impression. */
final class Promises {
    private Promises() {}

    /** The problem with the amounts that its solution promises. */
    static Problem asPromised(Problem problem, Solution solution) {
        Problem.Guarantees guarantees = problem.guarantees();
        return new Problem(
                problem.supply(),
                problem.field(),
                problem.fields(),
                problem.cellLimit(),
                problem.yuanPerImpression(),
                problem.start(),
                problem.placement(),
                problem.weight(),
                problem.caps(),
                new Problem.Guarantees(
                        guarantees.merchant(),
                        guarantees.scope(),
                        solution.promised(),
                        guarantees.even(),
                        guarantees.tier()),
                problem.boosts(),
                problem.boostLimit(),
                problem.boostPool(),
                problem.boostPoolInYuan());
    }

    /** What was swapped between merchants that are not equal. */
    static List<String> violations(Problem problem, Solution solution) {
        Problem.Guarantees guarantees = problem.guarantees();
        Map<String, List<Long>> given = new TreeMap<>();
        Map<String, List<Long>> promised = new TreeMap<>();
        int first = 0;
        for (int g = 0; g < guarantees.merchant().length; g++) {
            first = guarantees.merchant()[g] == guarantees.merchant()[first] ? first : g;
            String key = Boosting.signature(problem, guarantees.merchant()[g]) + " guarantee " + (g - first);
            given.computeIfAbsent(key, k -> new ArrayList<>()).add(guarantees.amount()[g]);
            promised.computeIfAbsent(key, k -> new ArrayList<>()).add(solution.promised()[g]);
        }
        List<String> violations = new ArrayList<>();
        given.forEach((key, amounts) -> {
            List<Long> others = promised.getOrDefault(key, List.of());
            if (!amounts.stream()
                    .sorted()
                    .toList()
                    .equals(others.stream().sorted().toList())) {
                violations.add("of " + key + " the amounts " + amounts + " became " + others);
            }
        });
        return violations;
    }
}
