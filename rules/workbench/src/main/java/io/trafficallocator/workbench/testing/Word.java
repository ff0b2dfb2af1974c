package io.trafficallocator.workbench.testing;

import io.trafficallocator.workbench.scenario.ParameterCheck;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word of a test file, and where it stands. */
record Word(String text, String file, int line, int column) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** The words of a line up to a comment; quotation marks hold several together. */
    static List<Word> of(String file, int line, String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            if (matcher.group().startsWith("#")) {
                break;
            }
            String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            words.add(new Word(word, file, line, matcher.start() + 1));
        }
        return words;
    }

    boolean is(String other) {
        return text.equals(other);
    }

    /** {@code WHAT is 'word', but must RULE. Maybe ADVICE}. */
    UnusableInputException wrong(String what, String rule, String advice) {
        return trouble(what + " is '" + text + "', but must " + rule + ". Maybe " + advice + ".");
    }

    UnusableInputException trouble(String message) {
        return new UnusableInputException(new Trouble(file, line, column, message));
    }

    double number(String what) {
        if (!ParameterCheck.isNumber(text)) {
            throw wrong(what, "be a number", "it has a unit or a thousands separator");
        }
        return Double.parseDouble(text);
    }

    long whole(String what) {
        double number = number(what);
        if (number != Math.rint(number) || Math.abs(number) > 1e15) {
            throw wrong(what, "be a whole number", "a ratio was meant for another value");
        }
        return (long) number;
    }
}
