package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Primitives;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that a rule may use. */
final class Vocabulary {
    /** What rules call the global that they grant with. */
    static final String GRANT = "grant";

    /**
     * What the engine calls it: to its compiler the word itself is an abbreviation of something else. Both are equally
     * long, so that every place in a consequence stays where it is.
     */
    static final String GRANT_IN_ENGINE = "$give";

    static final String MERCHANT = Merchant.class.getSimpleName();

    /** The fact types by the name rules use. */
    static final ImmutableSortedMap<String, FactType> FACTS =
            facts(Merchant.class, Today.class, Programme.class, FestivalDay.class, Placement.class);

    /** Classes that rules know beside the facts. */
    static final ImmutableSet<Class<?>> VALUES =
            ImmutableSet.of(LocalDate.class, DayOfWeek.class, PoolUnit.class, Admission.class);

    /** What every rule file imports without saying so. */
    static List<String> imports() {
        return Stream.concat(FACTS.values().stream().map(FactType::type), VALUES.stream())
                .map(Class::getName)
                .toList();
    }

    /** The fact type of a class; null when it is none. */
    static @Nullable FactType factOf(Class<?> type) {
        FactType fact = FACTS.get(type.getSimpleName());
        return fact != null && fact.type() == type ? fact : null;
    }

    /** Whether a field can be unknown. */
    static boolean mayBeNull(FactType fact, String property) {
        Class<?> type = fact.typeOf(property);
        return (type != null && Primitives.isWrapperType(type))
                || (fact.type() == Placement.class && property.equals("festival"));
    }

    /** What can be called on {@code grant}, and on what it gives. */
    static ImmutableSortedSet<String> methodsOf(Class<?> grant) {
        return grant.isPrimitive() ? ImmutableSortedSet.of() : publicMethods(grant);
    }

    private static ImmutableSortedSet<String> publicMethods(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                names.add(method.getName());
            }
        }
        return ImmutableSortedSet.copyOf(names);
    }

    private static ImmutableSortedMap<String, FactType> facts(Class<?>... types) {
        ImmutableSortedMap.Builder<String, FactType> byName = ImmutableSortedMap.naturalOrder();
        for (Class<?> type : types) {
            byName.put(type.getSimpleName(), FactType.of(type));
        }
        return byName.buildOrThrow();
    }

    private Vocabulary() {}

    /** A fact type's properties, and its methods that are none. */
    record FactType(
            Class<?> type, ImmutableSortedMap<String, Class<?>> propertyTypes, ImmutableSortedSet<String> methods) {
        static FactType of(Class<?> type) {
            Map<String, Class<?>> properties = new TreeMap<>();
            Set<String> methods = new TreeSet<>();
            for (Method method : type.getDeclaredMethods()) {
                int modifiers = method.getModifiers();
                if (!Modifier.isPublic(modifiers) || Modifier.isStatic(modifiers) || method.isSynthetic()) {
                    continue;
                }
                String property = property(type, method);
                if (property != null) {
                    properties.put(property, method.getReturnType());
                } else {
                    methods.add(method.getName());
                }
            }
            methods.removeAll(Set.of("toString", "hashCode", "equals"));
            return new FactType(type, ImmutableSortedMap.copyOf(properties), ImmutableSortedSet.copyOf(methods));
        }

        Set<String> properties() {
            return propertyTypes.keySet();
        }

        @Nullable Class<?> typeOf(String property) {
            return propertyTypes.get(property);
        }

        private static @Nullable String property(Class<?> type, Method method) {
            String name = method.getName();
            if (method.getParameterCount() > 0 || name.equals("toString") || name.equals("hashCode")) {
                return null;
            }
            if (type.isRecord()) {
                return name;
            }
            if (name.startsWith("get")) {
                return Introspector.decapitalize(name.substring(3));
            }
            return name.startsWith("is") ? Introspector.decapitalize(name.substring(2)) : null;
        }
    }
}
