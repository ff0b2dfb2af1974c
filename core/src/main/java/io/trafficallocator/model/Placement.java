package io.trafficallocator.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where impressions are shown inside a field.
 *
 * @param id unique among placements
 * @param field the field it belongs to, such as {@code live}, {@code short video}, {@code image}, {@code search} or
 *     {@code mall}
 * @param impressions its supply over the plan's period, 0 or more
 * @param pricePerMille yuan per thousand impressions, 0 or more
 * @param festival the festival it is reserved for, or null when it is open to all
 * @param categories the categories it is for; none named means every category
 */
public record Placement(
        String id,
        String field,
        long impressions,
        double pricePerMille,
        @Nullable String festival,
        ImmutableSet<String> categories) {
    /** The largest supply of one placement: keeps every sum of supplies exact in a double. */
    public static final long MAX_IMPRESSIONS = 1_000_000_000_000L;

    public Placement {
        Require.name("placement id", id);
        Require.name("field of placement '" + id + "'", field);
        if (impressions < 0 || impressions > MAX_IMPRESSIONS) {
            throw new InvalidRequestException("impressions of placement '" + id + "' is " + impressions
                    + ", but must be between 0 and " + MAX_IMPRESSIONS + ". Maybe it is a typing error.");
        }
        Require.atLeast("price_per_mille of placement '" + id + "'", pricePerMille, 0);
        // One spelling of what is equal: sets in any order, and no negative zero.
        categories = ImmutableSortedSet.copyOf(categories);
        pricePerMille += 0.0;
    }

    public static Placement of(String id, String field, long impressions) {
        return new Placement(id, field, impressions, 0, null, ImmutableSet.of());
    }

    public Placement priced(double yuanPerMille) {
        return new Placement(id, field, impressions, yuanPerMille, festival, categories);
    }

    public Placement reservedFor(String festivalId) {
        return new Placement(id, field, impressions, pricePerMille, festivalId, categories);
    }

    public Placement forCategories(String... names) {
        return forCategories(List.of(names));
    }

    public Placement forCategories(Collection<String> names) {
        return new Placement(id, field, impressions, pricePerMille, festival, ImmutableSet.copyOf(names));
    }

    /** Whether a merchant of these categories may be shown here: one in common, or none named by the placement. */
    public boolean fits(ImmutableSet<String> merchantCategories) {
        if (categories.isEmpty()) {
            return true;
        }
        for (String category : merchantCategories) {
            if (categories.contains(category)) {
                return true;
            }
        }
        return false;
    }
}
