package io.trafficallocator.rules;

import java.beans.Introspector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in an author's words what Java threw in a rule, before what Java itself says of it. */
final class ThrownWords {
    private static final Pattern NULL_RESULT =
            Pattern.compile("the return value of \"io\\.trafficallocator\\.[\\w.]*\\.(\\w+)\\(.*?\\)\" is null");
    private static final Pattern NULL_NAME = Pattern.compile("because \"(\\$\\w+)\" is null");
    private static final Pattern NO_NUMBER = Pattern.compile("For input string: \"(.*?)\".*");
    private static final Pattern NO_DATE = Pattern.compile("Text '(.*)' could not be parsed.*");
    private static final Pattern INSIDE_ENGINE = Pattern.compile("\"org\\.[^\"]*\"");
    private static final String OFTEN = " Maybe a value is missing or has another form than the rule expects.";

    private ThrownWords() {}

    /** The message itself where nothing better is known. */
    static String of(String message, Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        int advice = message.lastIndexOf(OFTEN);
        String[] words = advice < 0 ? null : words(root, String.valueOf(root.getMessage()));
        if (words == null) {
            return message;
        }
        String original = INSIDE_ENGINE.matcher(message.substring(0, advice)).replaceAll("a part of it");
        return words[0] + ", so " + (original.startsWith("throws ") ? "the rule " : "") + original + " Maybe "
                + words[1];
    }

    /** What happened, and advice. */
    private static String @Nullable [] words(Throwable root, String said) {
        if (root instanceof NullPointerException) {
            return unknown(said);
        }
        if (root instanceof ArithmeticException && said.contains("by zero")) {
            return words("a whole number is divided by 0", "ask first that it is not 0.");
        }
        if (root instanceof NumberFormatException) {
            Matcher text = NO_NUMBER.matcher(said);
            return words(
                    (text.matches() ? "'" + text.group(1) + "'" : "a text without anything in it") + " is no number",
                    "number(\"name\") was meant for an attribute: it is null where there is no number.");
        }
        Matcher date = NO_DATE.matcher(said);
        if (root instanceof java.time.DateTimeException && date.matches()) {
            return words(
                    "'" + date.group(1) + "' is no date that is written year-month-day",
                    "daysSince(\"name\") was meant for an attribute: it is null where there is no date.");
        }
        return root instanceof StringIndexOutOfBoundsException
                ? words("a text is shorter than the rule takes for granted", "ask first how long it is.")
                : null;
    }

    private static String[] unknown(String said) {
        Matcher result = NULL_RESULT.matcher(said);
        if (result.find()) {
            String method = result.group(1);
            boolean isGetter = method.matches("get[A-Z].*");
            String name = isGetter ? Introspector.decapitalize(method.substring("get".length())) : method;
            String what = isGetter || name.equals("pool") ? name : name + "(...)";
            return words(what + " is unknown (null)", "ask first: " + what + " != null.");
        }
        Matcher binding = NULL_NAME.matcher(said);
        return binding.find()
                ? words(
                        binding.group(1) + " is unknown (null)",
                        "ask first that what it stands for is not null, as in: growth != null.")
                : words("a value that it calculates with is unknown (null)", "ask first, as in: growth != null.");
    }

    private static String[] words(String happened, String advice) {
        return new String[] {happened, advice};
    }
}
