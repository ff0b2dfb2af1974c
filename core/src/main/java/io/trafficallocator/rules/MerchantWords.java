package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a text of a rule reads of its merchant, by its words alone: it may name too many facts, never too few.
 * Words in comments and strings count too.
 */
final class MerchantWords {
    static final ImmutableSet<String> FIELDS = ImmutableSet.copyOf(merchant().properties());

    private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");
    private static final Pattern BINDING = Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$]*)\\s*:(?!:)");
    private static final Pattern MEMBER = Pattern.compile("\\s*[.]\\s*([\\p{L}_$][\\p{L}\\p{N}_$]*)");
    private static final Pattern ARGUMENT = Pattern.compile("\\s*[(]\\s*(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)')\\s*[)]");

    private final @Nullable String self;
    private final Map<String, ImmutableSet<Fact>> bound;

    /**
     * @param self the merchant's own name in the rule
     * @param bound what other names of the rule were read from
     */
    MerchantWords(@Nullable String self, Map<String, ImmutableSet<Fact>> bound) {
        this.self = self;
        this.bound = bound;
    }

    private static Vocabulary.FactType merchant() {
        Vocabulary.FactType type = Vocabulary.FACTS.get(Vocabulary.MERCHANT);
        if (type == null) {
            throw new IllegalStateException("rules do not know merchants");
        }
        return type;
    }

    static List<String> in(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    static List<String> boundBy(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = BINDING.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** @param inside whether the text stands inside the merchant's pattern, where fields need no name before them */
    ImmutableSet<Fact> readBy(String text, boolean inside) {
        Set<Fact> facts = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (bound.containsKey(word)) {
                facts.addAll(bound.getOrDefault(word, ImmutableSet.of()));
            }
            if (word.equals(self)) {
                Matcher member = MEMBER.matcher(text).region(matcher.end(), text.length());
                facts.add(member.lookingAt() ? member(member.group(1), text, member.end()) : Fact.ANY);
            } else if (inside && word.equals("this")) {
                facts.add(Fact.ANY);
            } else if (inside && isOfMerchant(word) && !follows('.', text, matcher.start())) {
                facts.add(member(word, text, matcher.end()));
            }
        }
        return ImmutableSet.copyOf(facts);
    }

    private static boolean isOfMerchant(String word) {
        return FIELDS.contains(word)
                || merchant().methods().contains(word)
                || !field(word).equals(word);
    }

    private static boolean follows(char sign, String text, int at) {
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        return before >= 0 && text.charAt(before) == sign;
    }

    private static Fact member(String word, String text, int end) {
        String field = field(word);
        if (FIELDS.contains(field)) {
            return Fact.ofField(field);
        }
        Matcher argument = ARGUMENT.matcher(text).region(end, text.length());
        String literal =
                !argument.lookingAt() ? null : argument.group(1) != null ? argument.group(1) : argument.group(2);
        return Fact.ofMethod(word, literal);
    }

    /** The field that a getter reads. */
    private static String field(String word) {
        for (String field : FIELDS) {
            String capital = Character.toUpperCase(field.charAt(0)) + field.substring(1);
            if (word.equals("get" + capital) || word.equals("is" + capital)) {
                return field;
            }
        }
        return word;
    }
}
