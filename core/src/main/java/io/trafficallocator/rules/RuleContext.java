package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSortedSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Placement;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What rules can be held against when they are checked. Immutable.
 *
 * @param programmes ids that are listed; empty when any may be named
 * @param festivals ids of festivals; null when they are not known
 * @param placements ids of placements; null when they are not known
 * @param fields names of the placements' fields; null when they are not known
 * @param day the day to plan for; null when it is not known
 */
public record RuleContext(
        ImmutableSortedSet<String> programmes,
        @Nullable ImmutableSortedSet<String> festivals,
        @Nullable ImmutableSortedSet<String> placements,
        @Nullable ImmutableSortedSet<String> fields,
        @Nullable LocalDate day) {
    /** Any name may be right, on any day. */
    public static final RuleContext NOTHING_KNOWN = new RuleContext(ImmutableSortedSet.of(), null, null, null, null);

    /** The programmes, festivals, placements and day of a request. */
    public static RuleContext of(AllocationRequest request) {
        return new RuleContext(
                ImmutableSortedSet.copyOf(request.programmes().keySet()),
                ImmutableSortedSet.copyOf(request.festivals().keySet()),
                request.placements().asList().stream()
                        .map(Placement::id)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)),
                request.placements().asList().stream()
                        .map(Placement::field)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)),
                request.settings().asOf());
    }

    /** The same names on another day. */
    public RuleContext on(LocalDate asOf) {
        return new RuleContext(programmes, festivals, placements, fields, asOf);
    }
}
