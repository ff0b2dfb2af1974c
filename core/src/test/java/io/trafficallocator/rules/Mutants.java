package io.trafficallocator.rules;

import io.trafficallocator.rules.Tokens.Token;
import java.util.List;
import java.util.SplittableRandom;

/** Rule files with a random mistake in a word, a sign or a character. */
final class Mutants {
    private static final List<String> WORDS = List.of(
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "&&",
            "||",
            "!",
            "(",
            ")",
            ",",
            ".",
            ";",
            ":",
            "+",
            "-",
            "*",
            "/",
            "%",
            "?",
            "in",
            "not",
            "contains",
            "matches",
            "memberOf",
            "exists",
            "and",
            "or",
            "from",
            "eval",
            "then",
            "end",
            "rule",
            "null",
            "true",
            "false",
            "this",
            "0",
            "1",
            "7",
            "0.5",
            "100",
            "-1",
            "\"\"",
            "\"launch\"",
            "\"small\"",
            "tier",
            "ageDays",
            "quality",
            "gmv",
            "growth",
            "violations",
            "size",
            "origin",
            "categories",
            "enrolments",
            "$days",
            "Merchant",
            "Today",
            "Programme",
            "Placement",
            "FestivalDay",
            "Math",
            "floor",
            "number",
            "id",
            "grant",
            "boost",
            "guarantee",
            "cap",
            "inField",
            "overFirstDays",
            "salience",
            "enabled",
            "System",
            "exit");
    private static final String CHARACTERS = "abcxyz$_019 .,;:(){}[]<>=!&|+-*/%\"'\\#@\n\u00e9\u4e2d\u202e\u0000";

    private Mutants() {}

    static RuleSource of(RuleSource source, SplittableRandom random, List<RuleSource> others) {
        String text = source.text();
        int times = 1 + random.nextInt(10) / 8;
        for (int time = 0; time < times; time++) {
            text = random.nextInt(4) == 0 ? character(text, random) : token(text, random, others);
        }
        return new RuleSource(source.file(), text);
    }

    private static String character(String text, SplittableRandom random) {
        int at = random.nextInt(text.length());
        char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at) + other + text.substring(at + 1);
        };
    }

    private static String token(String text, SplittableRandom random, List<RuleSource> others) {
        List<Token> tokens = Tokens.of(text);
        if (tokens.size() < 3) {
            return text;
        }
        // The first two are the package.
        Token token = tokens.get(2 + random.nextInt(tokens.size() - 2));
        Token other = tokens.get(random.nextInt(tokens.size()));
        String before = text.substring(0, token.start());
        String after = text.substring(token.end());
        return switch (random.nextInt(6)) {
            case 0 -> before + after;
            case 1 -> before + token.text() + " " + token.text() + after;
            case 2 -> before + other.text() + after;
            case 3 -> before + WORDS.get(random.nextInt(WORDS.size())) + after;
            case 4 -> {
                List<Token> foreign =
                        Tokens.of(others.get(random.nextInt(others.size())).text());
                yield before + foreign.get(random.nextInt(foreign.size())).text() + after;
            }
            default -> before + WORDS.get(random.nextInt(WORDS.size())) + " " + token.text() + after;
        };
    }
}
