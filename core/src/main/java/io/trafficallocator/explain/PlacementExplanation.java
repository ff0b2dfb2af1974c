package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Shortfall;

/**
 * What a placement was scarce for.
 *
 * @param supply impressions it has
 * @param planned impressions it gives
 * @param unallocated impressions that caps leave nobody to take
 * @param price what everyone's demand there is multiplied by: below 1 where guarantees need room, above 1 where caps
 *     leave some
 * @param shortfalls of guarantees that lack this placement's supply
 * @param lifted merchants whose guarantees move the most impressions here, the most first
 * @param programmes what each moves here
 */
public record PlacementExplanation(
        String placement,
        String field,
        long supply,
        long planned,
        long unallocated,
        double price,
        ImmutableList<Shortfall> shortfalls,
        ImmutableList<Lifted> lifted,
        ImmutableList<ProgrammeEffect> programmes) {

    /**
     * A merchant whose guarantee needs the placement.
     *
     * @param impressions that the guarantee adds here
     * @param planned impressions that the merchant has here
     */
    public record Lifted(String merchant, double impressions, long planned, ImmutableList<RuleReference> rules) {}

    /** Several lines for people, each ending in a line feed. */
    public String toText() {
        return ExplanationText.of(this);
    }

    /** One JSON object with the names of these records in snake case. */
    public String toJson() {
        return ExplanationJson.of(this);
    }

    /** The same as {@link #toText}. */
    @Override
    public String toString() {
        return toText();
    }
}
