package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a consequence: {@code grant.boost("launch", 2).inField("live")}.
 *
 * @param parts the call on {@code grant}, then those that narrow it
 */
record GrantCall(ImmutableList<Part> parts) {
    /** One call of the chain, where its name and itself stand. */
    record Part(String method, int nameStart, List<Term> arguments) {
        @Nullable Term argument(int index) {
            return index < arguments.size() ? arguments.get(index) : null;
        }
    }

    Part first() {
        return parts.get(0);
    }

    /** The part that narrows the grant by this method; null when there is none. */
    @Nullable Part narrowed(String method) {
        for (Part part : parts.subList(1, parts.size())) {
            if (part.method().equals(method)) {
                return part;
            }
        }
        return null;
    }

    /** A text argument that is written out; null when it is not. */
    static @Nullable String text(Part part, int index) {
        Term term = part.argument(index);
        return term != null && constant(term) instanceof String text ? text : null;
    }

    /** A number that is written out, or made of such; null when it is not. */
    static @Nullable Double number(Part part, int index) {
        Term term = part.argument(index);
        return term != null && constant(term) instanceof Number number ? number.doubleValue() : null;
    }

    static @Nullable Object constant(Term term) {
        try {
            return Constants.of(term);
        } catch (java.time.DateTimeException e) {
            return null;
        }
    }
}
