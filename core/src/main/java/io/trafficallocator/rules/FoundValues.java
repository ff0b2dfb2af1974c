package io.trafficallocator.rules;

import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values that a condition was held against, read from the facts as the engine reads them. */
final class FoundValues {
    private static final int MOST = 6;

    private final Merchant merchant;
    private final List<Object> facts;
    private final FactType type;
    private final Map<String, Object> bound;

    FoundValues(Merchant merchant, List<Object> context, String type, Map<String, Object> bound) {
        this.merchant = merchant;
        this.type = java.util.Objects.requireNonNull(Vocabulary.FACTS.get(type));
        this.facts = type.equals(Vocabulary.MERCHANT)
                ? List.of(merchant)
                : context.stream().filter(this.type.type()::isInstance).toList();
        this.bound = bound;
    }

    /**
     * Such as {@code ageDays is 9}; empty when the condition names nothing that could be shown. Where one of several
     * facts fulfils it, what the others are is beside the point.
     */
    String of(String constraint, boolean holds) {
        Set<String> words = new LinkedHashSet<>();
        List<Token> tokens = Tokens.of(constraint);
        for (int index = 0; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            boolean isMember = index > 0 && tokens.get(index - 1).is(".");
            if (token.kind() != Kind.NAME || isMember) {
                continue;
            }
            if (bound.containsKey(token.text())) {
                words.add(token.text() + " is " + shown(bound.get(token.text())));
            } else if (type.properties().contains(token.text()) && !(holds && facts.size() > 1)) {
                words.add(token.text() + " is " + values(token.text()));
            } else if (index + 2 < tokens.size()
                    && tokens.get(index + 1).is("(")
                    && tokens.get(index + 2).kind() == Kind.STRING
                    && facts.contains(merchant)
                    && type.methods().contains(token.text())) {
                String quoted = tokens.get(index + 2).text();
                String name = quoted.substring(1, quoted.length() - 1);
                words.add("attribute " + name + " is " + shown(merchant.attribute(name)));
            }
        }
        return String.join(", ", words);
    }

    private String values(String property) {
        Set<String> distinct = new LinkedHashSet<>();
        for (Object fact : facts) {
            distinct.add(read(fact, property));
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

    private static String shown(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : value == null ? "unknown" : value.toString();
    }
}
