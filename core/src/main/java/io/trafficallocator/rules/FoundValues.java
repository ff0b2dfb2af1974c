package io.trafficallocator.rules;

import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that a condition was held against, read from the facts as the engine reads them. */
final class FoundValues {
    private static final int MOST = 6;

    private final Merchant merchant;
    private final List<Object> facts;
    private final FactType type;
    private final @Nullable Object fact;
    private final Map<String, Object> bound;

    /**
     * @param fact the one of the type that the conditions were held against; null when there is none
     * @param bound what the rule's names stand for
     */
    FoundValues(
            Merchant merchant, List<Object> context, String type, @Nullable Object fact, Map<String, Object> bound) {
        this.merchant = merchant;
        this.fact = fact;
        this.type = Objects.requireNonNull(Vocabulary.FACTS.get(type));
        this.facts = type.equals(Vocabulary.MERCHANT)
                ? List.of(merchant)
                : context.stream().filter(this.type.type()::isInstance).toList();
        this.bound = bound;
    }

    /** Which of several facts of the type it is, such as {@code Placement home}; empty when there is but one. */
    String which() {
        return fact == null || facts.size() < 2 ? "" : shown(fact);
    }

    /**
     * Such as {@code ageDays is 9}; empty when the condition names nothing that could be shown.
     *
     * @param ofAll whether to show the values of all facts of the type, as where none of them fulfils the condition
     */
    String of(String constraint, boolean ofAll) {
        Set<String> words = new LinkedHashSet<>();
        boolean all = ofAll || fact == null;
        boolean says = all;
        List<Token> tokens = Tokens.of(constraint);
        for (int index = 0; index < tokens.size(); index++) {
            String token = tokens.get(index).text();
            boolean isMember = index > 0 && tokens.get(index - 1).is(".");
            if (tokens.get(index).kind() != Kind.NAME || isMember) {
                continue;
            }
            if (bound.containsKey(token)) {
                boolean asksFit =
                        index + 2 < tokens.size() && tokens.get(index + 2).is("fits");
                words.add(token + " is " + shown(bound.get(token)) + (asksFit ? categories(bound.get(token)) : ""));
            } else if (type.properties().contains(token)) {
                words.add(token + " is " + (all ? values(token) : read(Objects.requireNonNull(fact), token)));
                says |= token.equals("id");
            } else if (token.equals("fits") && fact != null) {
                words.add(shown(fact) + " is" + categories(fact));
                says = true;
            } else if (index + 2 < tokens.size()
                    && tokens.get(index + 1).is("(")
                    && tokens.get(index + 2).kind() == Kind.STRING
                    && facts.contains(merchant)
                    && type.methods().contains(token)) {
                String quoted = tokens.get(index + 2).text();
                String name = quoted.substring(1, quoted.length() - 1);
                words.add("attribute " + name + " is " + shown(merchant.attribute(name)));
            }
        }
        String which = says ? "" : which();
        return which + (which.isEmpty() || words.isEmpty() ? "" : ": ") + String.join(", ", words);
    }

    private static String categories(@Nullable Object fact) {
        Set<String> categories = fact instanceof Placement placement
                ? placement.categories()
                : fact instanceof FestivalDay festival ? festival.getCategories() : Set.of();
        return categories.isEmpty() ? " for every category" : " for " + String.join(", ", categories);
    }

    private String values(String property) {
        Set<String> distinct = new LinkedHashSet<>();
        for (Object each : facts) {
            distinct.add(read(each, property));
        }
        List<String> some = new ArrayList<>(distinct).subList(0, Math.min(MOST, distinct.size()));
        return distinct.isEmpty()
                ? "unknown, because there is no " + type.type().getSimpleName()
                : String.join(" or ", some) + (distinct.size() > MOST ? " or another" : "");
    }

    private static String read(Object fact, String property) {
        String capital = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        List<String> getters = List.of(property, "get" + capital, "is" + capital);
        for (Method method : fact.getClass().getMethods()) {
            if (method.getParameterCount() == 0 && getters.contains(method.getName())) {
                try {
                    return shown(method.invoke(fact));
                } catch (ReflectiveOperationException e) {
                    return "unreadable";
                }
            }
        }
        return "unreadable";
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Placement placement) {
            return "Placement " + placement.id();
        }
        if (value instanceof Programme programme) {
            return "Programme " + programme.id();
        }
        return value instanceof String text ? "\"" + text + "\"" : value == null ? "unknown" : value.toString();
    }
}
