package io.trafficallocator.rules;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the day's facts by the names that rules use. */
final class FactMembers {
    private static final ImmutableMap<Class<?>, ImmutableMap<String, Method>> METHODS =
            Vocabulary.FACTS.values().stream()
                    .collect(ImmutableMap.toImmutableMap(FactType::type, fact -> methods(fact.type())));

    private FactMembers() {}

    /** The value of a field; throws {@link NotUnderstood} when there is none. */
    static @Nullable Object property(@Nullable Object fact, String name) {
        String capital = Ascii.toUpperCase(name.substring(0, 1)) + name.substring(1);
        for (String method : List.of(name, "get" + capital, "is" + capital)) {
            Method found = fact == null ? null : method(fact, method, 0);
            if (found != null) {
                return invoke(found, fact);
            }
        }
        throw new NotUnderstood();
    }

    static @Nullable Object call(@Nullable Object fact, String name, List<@Nullable Object> arguments) {
        Method found = fact == null ? null : method(fact, name, arguments.size());
        if (found == null) {
            throw new NotUnderstood();
        }
        @Nullable Object[] values = arguments.toArray();
        for (int index = 0; index < values.length; index++) {
            if (found.getParameterTypes()[index] == double.class && values[index] instanceof Integer whole) {
                values[index] = whole.doubleValue();
            }
        }
        return invoke(found, fact, values);
    }

    private static @Nullable Method method(Object fact, String name, int parameters) {
        ImmutableMap<String, Method> methods = METHODS.get(fact.getClass());
        return methods == null ? null : methods.get(name + "/" + parameters);
    }

    /** By name and number of parameters; without those that are not told apart by it. */
    private static ImmutableMap<String, Method> methods(Class<?> type) {
        Map<String, Method> methods = new HashMap<>();
        Set<String> overloaded = new HashSet<>();
        for (Method method : type.getMethods()) {
            String key = method.getName() + "/" + method.getParameterCount();
            if (!Modifier.isStatic(method.getModifiers()) && methods.put(key, method) != null) {
                overloaded.add(key);
            }
        }
        methods.keySet().removeAll(overloaded);
        return ImmutableMap.copyOf(methods);
    }

    private static @Nullable Object invoke(Method method, @Nullable Object fact, @Nullable Object... arguments) {
        try {
            return method.invoke(fact, arguments);
        } catch (IllegalAccessException | InvocationTargetException | IllegalArgumentException e) {
            throw new NotUnderstood();
        }
    }
}
