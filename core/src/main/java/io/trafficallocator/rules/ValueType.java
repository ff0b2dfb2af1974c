package io.trafficallocator.rules;

import com.google.common.primitives.Primitives;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type of a value: primitive where it cannot be null. */
record ValueType(Class<?> raw, boolean nullable) {
    private static final Map<Class<?>, Integer> WIDTH =
            Map.of(int.class, 0, long.class, 1, float.class, 2, double.class, 3);
    static final ValueType NULL = new ValueType(Void.class, true);
    static final ValueType BOOLEAN = new ValueType(boolean.class, false);

    static ValueType of(Class<?> raw) {
        Class<?> plain = Primitives.unwrap(raw);
        return new ValueType(plain, plain != raw);
    }

    boolean isNumber() {
        return WIDTH.containsKey(raw);
    }

    boolean isWhole() {
        return raw == int.class || raw == long.class;
    }

    boolean isText() {
        return raw == String.class;
    }

    boolean isSet() {
        return Set.class.isAssignableFrom(raw);
    }

    String name() {
        return raw == Void.class ? "null" : isSet() ? "Set" : raw.getSimpleName();
    }

    boolean fits(Class<?> parameter) {
        if (parameter.isAssignableFrom(Primitives.wrap(raw)) || (raw == Void.class && !parameter.isPrimitive())) {
            return true;
        }
        Integer width = WIDTH.get(raw);
        Integer target = WIDTH.get(parameter);
        return raw == parameter
                || Primitives.unwrap(parameter) == raw
                || (width != null && target != null && width <= target)
                || (parameter.isAssignableFrom(Set.class) && isSet());
    }

    static Class<?> widest(List<@Nullable ValueType> types) {
        Class<?> widest = int.class;
        for (ValueType type : types) {
            Class<?> raw = type == null || !type.isNumber() ? double.class : type.raw;
            widest = WIDTH.getOrDefault(raw, 3) > WIDTH.getOrDefault(widest, 3) ? raw : widest;
        }
        return widest;
    }
}
