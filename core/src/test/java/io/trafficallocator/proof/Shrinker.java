package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a problem that fails smaller for as long as it still fails, so that a person can look at what is left. */
final class Shrinker {
    /** One fact of a problem, in the numbering of the whole. */
    private sealed interface Fact {
        record Supply(int placement, long amount, long limit) implements Fact {}

        record Cell(int merchant, int placement, double weight) implements Fact {}

        record Cap(int merchant, int scope, long amount) implements Fact {}

        record Guarantee(int merchant, int scope, long amount, long odd, int tier) implements Fact {}

        record Boost(int merchant, int scope, double factor, int group) implements Fact {}
    }

    private final Problem whole;
    private final Predicate<Problem> fails;

    private Shrinker(Problem whole, Predicate<Problem> fails) {
        this.whole = whole;
        this.fails = fails;
    }

    static Problem shrink(Problem problem, Predicate<Problem> fails) {
        return new Shrinker(problem, fails).shrink();
    }

    private Problem shrink() {
        List<Fact> facts = facts();
        for (boolean smaller = true; smaller; ) {
            smaller = false;
            for (int size = Math.max(1, facts.size() / 4); size > 0; size /= 2) {
                for (int from = facts.size() - size; from >= 0; from--) {
                    List<Fact> fewer = new ArrayList<>(facts);
                    fewer.subList(from, from + size).removeIf(fact -> !(fact instanceof Fact.Supply));
                    if (fewer.size() < facts.size() && fails.test(build(fewer))) {
                        facts = fewer;
                        from = Math.min(from, facts.size() - size);
                        smaller = true;
                    }
                }
            }
            for (int i = 0; i < facts.size(); i++) {
                for (Fact simpler : simpler(facts.get(i))) {
                    List<Fact> other = new ArrayList<>(facts);
                    other.set(i, simpler);
                    if (!simpler.equals(facts.get(i)) && fails.test(build(other))) {
                        facts = other;
                        smaller = true;
                        break;
                    }
                }
            }
        }
        return build(facts);
    }

    private static List<Fact> simpler(Fact fact) {
        List<Fact> simpler = new ArrayList<>();
        if (fact instanceof Fact.Supply supply) {
            simpler.add(new Fact.Supply(supply.placement, 0, 0));
            if (supply.limit < supply.amount) {
                simpler.add(new Fact.Supply(supply.placement, supply.amount, supply.amount));
            }
            simpler.add(new Fact.Supply(supply.placement, supply.amount / 2, supply.limit / 2));
            long less = Math.max(0, supply.amount - 1);
            simpler.add(new Fact.Supply(supply.placement, less, Math.min(less, supply.limit)));
        } else if (fact instanceof Fact.Cell cell) {
            simpler.add(new Fact.Cell(cell.merchant, cell.placement, 1));
        } else if (fact instanceof Fact.Cap cap) {
            simpler.add(new Fact.Cap(cap.merchant, cap.scope, cap.amount / 2));
            simpler.add(new Fact.Cap(cap.merchant, cap.scope, Math.max(0, cap.amount - 1)));
        } else if (fact instanceof Fact.Guarantee g) {
            simpler.add(new Fact.Guarantee(g.merchant, g.scope, g.amount, g.odd, 1));
            simpler.add(new Fact.Guarantee(g.merchant, g.scope, Math.max(1, g.amount / 2), 0, g.tier));
            simpler.add(new Fact.Guarantee(g.merchant, g.scope, Math.max(1, g.amount - 1), 0, g.tier));
        } else if (fact instanceof Fact.Boost boost && boost.factor != 2) {
            simpler.add(new Fact.Boost(boost.merchant, boost.scope, 2, boost.group));
        }
        return simpler;
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (int p = 0; p < whole.supply().length; p++) {
            facts.add(new Fact.Supply(p, whole.supply()[p], whole.cellLimit()[p]));
        }
        for (int m = 0; m + 1 < whole.start().length; m++) {
            for (int c = whole.start()[m]; c < whole.start()[m + 1]; c++) {
                facts.add(new Fact.Cell(m, whole.placement()[c], whole.weight()[c]));
            }
        }
        Problem.Caps caps = whole.caps();
        for (int b = 0; b < caps.merchant().length; b++) {
            facts.add(new Fact.Cap(caps.merchant()[b], caps.scope()[b], caps.amount()[b]));
        }
        Problem.Guarantees g = whole.guarantees();
        for (int b = 0; b < g.merchant().length; b++) {
            facts.add(new Fact.Guarantee(
                    g.merchant()[b], g.scope()[b], g.amount()[b], g.amount()[b] - g.even()[b], g.tier()[b]));
        }
        Problem.Boosts boosts = whole.boosts();
        for (int b = 0; b < boosts.merchant().length; b++) {
            facts.add(new Fact.Boost(boosts.merchant()[b], boosts.scope()[b], boosts.factor()[b], boosts.group()[b]));
        }
        return facts;
    }

    private Problem build(List<Fact> facts) {
        ProblemDraft draft = new ProblemDraft().boostLimit(whole.boostLimit());
        for (int group = 0; group < whole.boostPool().length; group++) {
            draft.boostGroup(whole.boostPool()[group], whole.boostPoolInYuan()[group]);
        }
        for (int m = 0; m + 1 < whole.start().length; m++) {
            draft.merchant();
        }
        for (Fact fact : facts) {
            if (fact instanceof Fact.Supply supply) {
                int p = supply.placement;
                draft.placement(supply.amount, whole.field()[p], supply.limit, whole.yuanPerImpression()[p]);
            } else if (fact instanceof Fact.Cell cell) {
                draft.cell(cell.merchant, cell.placement, cell.weight);
            } else if (fact instanceof Fact.Cap cap) {
                draft.cap(cap.merchant, cap.scope, cap.amount);
            } else if (fact instanceof Fact.Guarantee g) {
                draft.guarantee(g.merchant, g.scope, g.amount, g.amount - g.odd, g.tier);
            } else if (fact instanceof Fact.Boost boost) {
                draft.boost(boost.merchant, boost.scope, boost.factor, boost.group);
            }
        }
        return draft.build();
    }
}
