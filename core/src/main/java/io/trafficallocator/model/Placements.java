package io.trafficallocator.model;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** All placements of a request in ascending order of id, with the scopes they form. Immutable. */
public final class Placements {
    private final ImmutableList<Placement> placements;
    private final Map<String, Integer> indexById = new HashMap<>();
    private final Scopes scopes;

    private Placements(ImmutableList<Placement> placements) {
        this.placements = placements;
        TreeSet<String> fields = new TreeSet<>();
        for (int index = 0; index < placements.size(); index++) {
            Placement placement = placements.get(index);
            fields.add(placement.field());
            if (indexById.put(placement.id(), index) != null) {
                throw new InvalidRequestException("placement '" + placement.id()
                        + "' is listed twice, but ids must be unique. Maybe one of the two is another placement.");
            }
        }
        this.scopes = new Scopes(this, ImmutableList.copyOf(fields));
    }

    /** Takes the placements in any order. */
    public static Placements of(Collection<Placement> placements) {
        return new Placements(ImmutableList.sortedCopyOf(Comparator.comparing(Placement::id), placements));
    }

    public int count() {
        return placements.size();
    }

    public Placement get(int index) {
        return placements.get(index);
    }

    public ImmutableList<Placement> asList() {
        return placements;
    }

    /** The index of a placement, or -1 when there is none of that id. */
    public int index(String id) {
        return indexById.getOrDefault(id, -1);
    }

    public Scopes scopes() {
        return scopes;
    }
}
