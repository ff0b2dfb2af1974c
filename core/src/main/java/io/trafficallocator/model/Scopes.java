package io.trafficallocator.model;

import com.google.common.collect.ImmutableList;

/**
 * The scopes of a request as small whole numbers: everything is 0, then the fields in ascending order of name, then the
 * placements in ascending order of id. They are nested: everything ⊃ field ⊃ placement. Immutable.
 */
public final class Scopes {
    /** The scope that holds every placement. */
    public static final int EVERYTHING = 0;

    private final Placements placements;
    private final ImmutableList<String> fields;
    private final int[] fieldOfPlacement;

    Scopes(Placements placements, ImmutableList<String> fields) {
        this.placements = placements;
        this.fields = fields;
        this.fieldOfPlacement = new int[placements.count()];
        for (int placement = 0; placement < fieldOfPlacement.length; placement++) {
            fieldOfPlacement[placement] =
                    1 + fields.indexOf(placements.get(placement).field());
        }
    }

    public int count() {
        return 1 + fields.size() + placements.count();
    }

    public ImmutableList<String> fields() {
        return fields;
    }

    /** The scope of a field, or -1 when no placement is in it. */
    public int ofField(String field) {
        int index = fields.indexOf(field);
        return index < 0 ? -1 : 1 + index;
    }

    public int ofPlacement(int placement) {
        return 1 + fields.size() + placement;
    }

    /** The scope of the field that a placement is in. */
    public int fieldOf(int placement) {
        return fieldOfPlacement[placement];
    }

    public boolean isField(int scope) {
        return scope >= 1 && scope <= fields.size();
    }

    public boolean isPlacement(int scope) {
        return scope > fields.size();
    }

    /** The placement of a scope for which {@link #isPlacement} holds. */
    public int placementOf(int scope) {
        return scope - 1 - fields.size();
    }

    public boolean covers(int scope, int placement) {
        return scope == EVERYTHING
                || (isField(scope) ? fieldOfPlacement[placement] == scope : placementOf(scope) == placement);
    }

    /** Whether a scope is the other one or lies around it. */
    public boolean contains(int scope, int other) {
        return scope == other || scope == EVERYTHING || (isPlacement(other) && covers(scope, placementOf(other)));
    }

    /** {@code everything}, {@code field:NAME} or {@code placement:ID}. */
    public String name(int scope) {
        if (scope == EVERYTHING) {
            return "everything";
        }
        return isField(scope)
                ? "field:" + fields.get(scope - 1)
                : "placement:" + placements.get(placementOf(scope)).id();
    }
}
