package io.trafficallocator.rules;

import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Facts that fit some patterns of a rule together.
 *
 * @param facts one for each pattern, in the order of the rule
 * @param values what the rule's names stand for
 */
record Combination(List<Object> facts, Map<String, Object> values) {
    static final Combination NONE = new Combination(List.of(), Map.of());

    /** The fact of the last pattern. */
    @Nullable Object last() {
        return facts.isEmpty() ? null : facts.get(facts.size() - 1);
    }

    boolean isIn(List<Combination> several) {
        return several.stream().anyMatch(other -> other.facts.equals(facts));
    }

    /** The one of several with the same facts as this one, as far as it goes. */
    Combination startIn(List<Combination> several) {
        return several.stream()
                .filter(each ->
                        each.facts.size() <= facts.size() && each.facts.equals(facts.subList(0, each.facts.size())))
                .findFirst()
                .orElse(NONE);
    }

    /** The first of several by the order of the day's facts, which is not the order in which the engine finds them. */
    static Combination first(List<Combination> several, List<Object> context) {
        return several.stream().min(inOrderOf(context)).orElse(NONE);
    }

    /**
     * The one that gets furthest, then the one with most conditions, then the first.
     *
     * @param fulfilled for each condition, those that fulfil it
     */
    static Combination furthest(List<Combination> candidates, List<List<Combination>> fulfilled, List<Object> context) {
        List<Set<List<Object>>> facts = fulfilled.stream()
                .<Set<List<Object>>>map(each -> {
                    Set<List<Object>> all = new HashSet<>();
                    each.forEach(one -> all.add(one.facts));
                    return all;
                })
                .toList();
        Comparator<Combination> best = Comparator.<Combination>comparingLong(each -> -facts.stream()
                        .takeWhile(fitting -> fitting.contains(each.facts))
                        .count())
                .thenComparingLong(each -> -facts.stream()
                        .filter(fitting -> fitting.contains(each.facts))
                        .count());
        return candidates.stream().min(best.thenComparing(inOrderOf(context))).orElse(NONE);
    }

    private static Comparator<Combination> inOrderOf(List<Object> context) {
        IdentityHashMap<Object, Integer> place = new IdentityHashMap<>();
        context.forEach(fact -> place.put(fact, place.size()));
        return (one, other) -> {
            int both = Math.min(one.facts.size(), other.facts.size());
            for (int at = 0; at < both; at++) {
                int order = Integer.compare(
                        place.getOrDefault(one.facts.get(at), -1), place.getOrDefault(other.facts.get(at), -1));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(one.facts.size(), other.facts.size());
        };
    }
}
