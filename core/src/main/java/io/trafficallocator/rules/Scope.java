package io.trafficallocator.rules;

import io.trafficallocator.rules.Vocabulary.FactType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the bindings of a rule stand for, as far as it has been read. */
final class Scope {
    private final Map<String, Bound> bindings = new HashMap<>();
    private boolean isBranch;

    /**
     * A binding.
     *
     * @param type null when it is not known
     * @param value what it was bound to; null for a whole fact
     */
    record Bound(
            @Nullable ValueType type,
            @Nullable Term value,
            @Nullable FactType pattern) {}

    @Nullable Bound get(String name) {
        return bindings.get(name);
    }

    Set<String> names() {
        return new TreeSet<>(bindings.keySet());
    }

    /** The branches of an {@code or} may bind the same name. */
    void branch(boolean inside) {
        isBranch = inside;
    }

    void bindFact(SourceFile file, String name, int at, FactType fact) {
        bind(file, name, at, new ValueType(fact.type(), false), null, fact);
    }

    void bind(
            SourceFile file,
            String name,
            int at,
            @Nullable ValueType type,
            @Nullable Term value,
            @Nullable FactType pattern) {
        if (bindings.containsKey(name) && !isBranch) {
            file.problem(
                    at,
                    "binding '" + name + "' is bound already, but can stand for one value only. Maybe call it '"
                            + (name.startsWith("$") ? "" : "$") + name + "2'.");
        }
        if (Vocabulary.FACTS.containsKey(name)
                || Values.classCalled(name) != null
                || TermParser.isReserved(name)
                || name.equals("this")) {
            file.problem(
                    at,
                    "binding '" + name + "' is the name of something else. Maybe call it '$"
                            + name.toLowerCase(java.util.Locale.ROOT) + "1'.");
        }
        bindings.put(name, new Bound(type, isBranch ? null : value, pattern));
    }
}
