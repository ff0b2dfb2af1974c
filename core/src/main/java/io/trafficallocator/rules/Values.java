package io.trafficallocator.rules;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Primitives;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.PoolUnit;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask of values that are no facts: texts, numbers, dates and sets. A list of what is allowed, because a
 * text alone offers methods that reach its class, the machine's settings or more memory than there is.
 */
final class Values {
    private static final ImmutableSet<String> OF_NUMBERS =
            ImmutableSet.of("intValue", "longValue", "doubleValue", "compareTo", "equals");
    private static final ImmutableSet<String> OF_ENUMS = ImmutableSet.of("name", "compareTo", "equals");

    private static final ImmutableMap<Class<?>, ImmutableSet<String>> METHODS =
            ImmutableMap.<Class<?>, ImmutableSet<String>>builder()
                    .put(
                            String.class,
                            ImmutableSet.of(
                                    "length",
                                    "isEmpty",
                                    "isBlank",
                                    "startsWith",
                                    "endsWith",
                                    "contains",
                                    "indexOf",
                                    "lastIndexOf",
                                    "substring",
                                    "toLowerCase",
                                    "toUpperCase",
                                    "trim",
                                    "strip",
                                    "equals",
                                    "equalsIgnoreCase",
                                    "compareTo",
                                    "matches"))
                    .put(Set.class, ImmutableSet.of("contains", "containsAll", "isEmpty", "size"))
                    .put(
                            LocalDate.class,
                            ImmutableSet.of(
                                    "getYear",
                                    "getMonthValue",
                                    "getDayOfMonth",
                                    "getDayOfYear",
                                    "getDayOfWeek",
                                    "isBefore",
                                    "isAfter",
                                    "isEqual",
                                    "isLeapYear",
                                    "lengthOfMonth",
                                    "lengthOfYear",
                                    "plusDays",
                                    "plusWeeks",
                                    "plusMonths",
                                    "plusYears",
                                    "minusDays",
                                    "minusWeeks",
                                    "minusMonths",
                                    "minusYears",
                                    "withDayOfMonth",
                                    "toEpochDay",
                                    "compareTo",
                                    "equals"))
                    .put(DayOfWeek.class, ImmutableSet.of("getValue", "plus", "minus", "name", "compareTo", "equals"))
                    .put(PoolUnit.class, OF_ENUMS)
                    .put(Admission.class, OF_ENUMS)
                    .put(Integer.class, OF_NUMBERS)
                    .put(Long.class, OF_NUMBERS)
                    .put(Double.class, OF_NUMBERS)
                    .buildOrThrow();

    private static final ImmutableMap<String, ImmutableSet<String>> STATIC_METHODS = ImmutableMap.of(
            "Math",
            ImmutableSet.of(
                    "abs",
                    "cbrt",
                    "ceil",
                    "exp",
                    "floor",
                    "floorDiv",
                    "floorMod",
                    "hypot",
                    "log",
                    "log10",
                    "max",
                    "min",
                    "pow",
                    "rint",
                    "round",
                    "signum",
                    "sqrt",
                    "toIntExact"),
            "LocalDate",
            ImmutableSet.of("of", "parse", "ofYearDay", "ofEpochDay"),
            "DayOfWeek",
            ImmutableSet.of("of", "valueOf"),
            "PoolUnit",
            ImmutableSet.of("valueOf"),
            "Admission",
            ImmutableSet.of("valueOf"),
            "Integer",
            ImmutableSet.of("parseInt", "valueOf", "min", "max", "compare"),
            "Long",
            ImmutableSet.of("parseLong", "valueOf", "min", "max", "compare"),
            "Double",
            ImmutableSet.of("parseDouble", "valueOf", "min", "max", "compare"));

    private static final ImmutableMap<String, Class<?>> STATIC = ImmutableMap.<String, Class<?>>builder()
            .put("Math", Math.class)
            .put("LocalDate", LocalDate.class)
            .put("DayOfWeek", DayOfWeek.class)
            .put("PoolUnit", PoolUnit.class)
            .put("Admission", Admission.class)
            .put("Integer", Integer.class)
            .put("Long", Long.class)
            .put("Double", Double.class)
            .buildOrThrow();

    private Values() {}

    /** The class that a rule may call static methods of by this name. */
    static @Nullable Class<?> classCalled(String name) {
        return STATIC.get(name);
    }

    static Set<String> staticMethods(String className) {
        return STATIC_METHODS.getOrDefault(className, ImmutableSet.of());
    }

    /** The methods that a rule may call on a value, or a fact, of this type. */
    static Set<String> methods(Class<?> type) {
        Vocabulary.FactType fact = Vocabulary.FACTS.get(type.getSimpleName());
        if (fact != null && fact.type() == type) {
            Set<String> names = new TreeSet<>(fact.methods());
            fact.properties().forEach(property -> names.add(getter(type, property)));
            return names;
        }
        if (Set.class.isAssignableFrom(type)) {
            return METHODS.getOrDefault(Set.class, ImmutableSet.of());
        }
        return METHODS.getOrDefault(Primitives.wrap(type), ImmutableSet.of());
    }

    private static String getter(Class<?> type, String property) {
        String capital = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        for (String name : List.of(property, "get" + capital, "is" + capital)) {
            try {
                return type.getMethod(name).getName();
            } catch (NoSuchMethodException e) {
                // The next spelling.
            }
        }
        return property;
    }

    /** The getter behind {@code .empty} or {@code .dayOfMonth}; null when a value has no such property. */
    static @Nullable Method property(Class<?> type, String name) {
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (String getter : List.of("get" + capital, "is" + capital)) {
            if (methods(type).contains(getter)) {
                try {
                    return type.getMethod(getter);
                } catch (NoSuchMethodException e) {
                    // The next spelling.
                }
            }
        }
        return null;
    }

    /** The type of a constant such as {@code DayOfWeek.FRIDAY}; null when there is none. */
    static @Nullable Class<?> constant(Class<?> type, String name) {
        boolean known = type.isEnum()
                || type == DayOfWeek.class
                || Set.of("MAX_VALUE", "MIN_VALUE", "PI").contains(name);
        for (Field field : type.getFields()) {
            if (known && field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
                return field.getType();
            }
        }
        return null;
    }

    static Set<String> constants(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Field field : type.getFields()) {
            if (constant(type, field.getName()) != null) {
                names.add(field.getName());
            }
        }
        return names;
    }

    /** The type of what a method gives for arguments of these types (null: not known); null when none takes them. */
    static @Nullable Class<?> result(
            Class<?> type, String name, boolean isStatic, List<@Nullable ValueType> arguments) {
        if (type == Math.class
                && Set.of("abs", "min", "max", "floorDiv", "floorMod").contains(name)) {
            Method any = method(type, name, isStatic, arguments);
            return any == null ? null : ValueType.widest(arguments);
        }
        if (type == Math.class && name.equals("round")) {
            return method(type, name, isStatic, arguments) == null ? null : long.class;
        }
        Method found = method(type, name, isStatic, arguments);
        return found == null ? null : found.getReturnType();
    }

    static @Nullable Method method(Class<?> type, String name, boolean isStatic, List<@Nullable ValueType> arguments) {
        for (Method method : Primitives.wrap(type).getMethods()) {
            if (method.getName().equals(name)
                    && !method.isSynthetic()
                    && Modifier.isStatic(method.getModifiers()) == isStatic
                    && takes(method.getParameterTypes(), arguments)) {
                return method;
            }
        }
        return null;
    }

    private static boolean takes(Class<?>[] parameters, List<@Nullable ValueType> arguments) {
        if (parameters.length != arguments.size()) {
            return false;
        }
        for (int index = 0; index < parameters.length; index++) {
            ValueType argument = arguments.get(index);
            if (argument != null && !argument.fits(parameters[index])) {
                return false;
            }
        }
        return true;
    }
}
