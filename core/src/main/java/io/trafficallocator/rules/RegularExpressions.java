package io.trafficallocator.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses regular expressions that can take for ever on a text that somebody else chose: whatever can match the same
 * text in many ways. A repeated group must hold neither another repetition nor alternatives, and there are few
 * repetitions.
 */
final class RegularExpressions {
    private static final int MOST_REPETITIONS = 12;
    private static final int MOST_ENDLESS = 3;
    private static final int MOST_TIMES = 1_000;
    private static final int MOST_CHARACTERS = 500;

    private final String text;
    private int at;
    private boolean lastBusy;
    private int repetitions;
    private int endless;

    private RegularExpressions(String text) {
        this.text = text;
    }

    /** What is wrong, and advice; null when nothing is. */
    static @Nullable String problem(String expression) {
        if (expression.length() > MOST_CHARACTERS) {
            return "it has " + expression.length() + " characters, but may have " + MOST_CHARACTERS
                    + ". Maybe use in ( ... ).";
        }
        String slow = new RegularExpressions(expression).scan();
        if (slow != null) {
            return slow;
        }
        try {
            Pattern.compile(expression);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription() + ". Maybe a bracket is missing, or a sign needs '\\\\' before it.";
        }
    }

    private @Nullable String scan() {
        // Whether each open group holds a repetition or alternatives.
        Deque<boolean[]> groups = new ArrayDeque<>();
        groups.push(new boolean[1]);
        boolean closed = false;
        for (at = 0; at < text.length(); at++) {
            char sign = text.charAt(at);
            boolean groupBefore = closed;
            closed = false;
            switch (sign) {
                case '\\' -> {
                    at++;
                    if (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == 'k')) {
                        return "it refers back to a group. Maybe write two conditions.";
                    }
                    if (text.startsWith("p{", at) || text.startsWith("P{", at)) {
                        at = Math.max(at, text.indexOf('}', at));
                    }
                    if (at < text.length() && text.charAt(at) == 'Q') {
                        return "it quotes with \\Q. Maybe put a backslash before each sign that has a meaning.";
                    }
                }
                case '[' -> skipClass();
                case '(' -> {
                    if (at + 1 < text.length()
                            && text.charAt(at + 1) == '?'
                            && !text.startsWith("(?:", at)
                            && !text.startsWith("(?i)", at)) {
                        return "it looks ahead or behind, or sets a flag. Maybe write two conditions.";
                    }
                    at += text.startsWith("(?:", at) ? 2 : text.startsWith("(?i)", at) ? 2 : 0;
                    groups.push(new boolean[1]);
                }
                case ')' -> {
                    if (groups.size() > 1) {
                        boolean busy = groups.pop()[0];
                        groups.element()[0] |= busy;
                        lastBusy = busy;
                        closed = true;
                    }
                }
                case '|' -> groups.element()[0] = true;
                case '*', '+', '?', '{' -> {
                    String wrong = repetition(sign, groupBefore);
                    if (wrong != null) {
                        return wrong;
                    }
                    groups.element()[0] = true;
                }
                default -> {}
            }
        }
        return null;
    }

    private @Nullable String repetition(char sign, boolean ofGroup) {
        boolean isEndless = sign == '*' || sign == '+';
        boolean isOptional = sign == '?';
        if (sign == '{') {
            int end = text.indexOf('}', at);
            String times = end < 0 ? "" : text.substring(at + 1, end);
            if (!times.matches("\\d{1,4}(,(\\d{1,4})?)?")) {
                return "'{' is not followed by a number of times. Maybe put '\\\\' before it.";
            }
            String[] bounds = times.split(",", 0);
            isEndless = times.endsWith(",")
                    || (bounds.length == 2 && Integer.parseInt(bounds[1]) > Integer.parseInt(bounds[0]) + 9);
            for (String number : bounds) {
                if (Integer.parseInt(number) > MOST_TIMES) {
                    return "it repeats something " + number + " times, but may " + MOST_TIMES + ". Maybe use +.";
                }
            }
            at = end;
        }
        if (at + 1 < text.length() && "?+".indexOf(text.charAt(at + 1)) >= 0) {
            at++;
        }
        if (at + 1 < text.length() && "*+?{".indexOf(text.charAt(at + 1)) >= 0) {
            return "it repeats a repetition. Maybe one of the two is meant.";
        }
        repetitions++;
        endless += isEndless ? 1 : 0;
        if (ofGroup && lastBusy && !isOptional) {
            return "it repeats a group that holds a repetition or alternatives, which can take for ever on some texts."
                    + " Maybe repeat a class of characters: [a-z]+.";
        }
        if (repetitions > MOST_REPETITIONS || endless > MOST_ENDLESS) {
            return "it has more than " + MOST_ENDLESS + " endless repetitions, or " + MOST_REPETITIONS
                    + " of any kind, which can take for ever on some texts. Maybe use startsWith, endsWith or contains.";
        }
        return null;
    }

    /** To the end of a class of characters. */
    private void skipClass() {
        int depth = 0;
        for (int end = at; end < text.length(); end++) {
            char sign = text.charAt(end);
            if (sign == '\\') {
                end++;
            } else if (sign == '[') {
                depth++;
            } else if (sign == ']' && --depth == 0) {
                at = end;
                return;
            }
        }
        at = text.length();
    }
}
