package io.trafficallocator.workbench.testing;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Placement;
import io.trafficallocator.rules.RuleParameters;
import io.trafficallocator.workbench.scenario.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says what no rule can ever grant, so that a typing error in an expectation is not looked for in the rules. */
final class Impossible {
    private static final double MOST_IMPRESSIONS = 1e12;
    private static final double MOST_FACTOR = 1_000_000;
    private static final double MOST_YUAN = 1e10;
    private static final int AMOUNT = 2;

    private final AllocationRequest facts;
    private final RuleParameters rules;

    Impossible(AllocationRequest facts, RuleParameters rules) {
        this.facts = facts;
        this.rules = rules;
    }

    /** A sentence with its place, if the words have one; null when some rule may grant it. */
    @Nullable String sentence(List<Word> grant) {
        String problem = programme(grant.get(1));
        problem = problem != null ? problem : amount(grant);
        for (int at = AMOUNT; at + 1 < grant.size() && problem == null; at++) {
            problem = grant.get(at).is("in") ? scope(grant.get(at + 1)) : null;
        }
        return problem;
    }

    private @Nullable String programme(Word word) {
        String id = word.text();
        Set<String> listed = facts.programmes().keySet();
        boolean isFestival = facts.festivals().containsKey(id);
        if (!listed.isEmpty() && !listed.contains(id) && !isFestival) {
            return sentence(word, "programme", "be one that the test lists", listed);
        }
        if (rules.speakOf(id, isFestival)) {
            return null;
        }
        return sentence(word, "programme", "be one that a rule speaks of", rules.programmes());
    }

    private static @Nullable String amount(List<Word> grant) {
        return switch (grant.get(0).text()) {
            case "boost" -> range(grant, 1, MOST_FACTOR, "a factor from 1 to 1,000,000", "a boost of 50 % is 1.5");
            case "guarantee" -> range(grant, 1, MOST_IMPRESSIONS, "from 1 to 1e12 impressions", "nothing is expected");
            case "cap" -> range(grant, 0, MOST_IMPRESSIONS, "from 0 to 1e12 impressions", "a digit is wrong");
            case "subsidy" -> range(grant, 0.01, MOST_YUAN, "from 0.01 to 1e10 yuan", "nothing is expected");
            default -> null;
        };
    }

    private static @Nullable String range(List<Word> grant, double least, double most, String rule, String advice) {
        Word word = grant.get(AMOUNT);
        double amount = word.number("amount");
        if (amount < least || amount > most) {
            return told(
                    word,
                    grant.get(0).text() + " is '" + word.text() + "', but must be " + rule + ". Maybe " + advice + ".");
        }
        boolean isWhole = grant.get(0).is("guarantee") || grant.get(0).is("cap");
        return isWhole && amount != Math.rint(amount)
                ? told(
                        word,
                        grant.get(0).text() + " is '" + word.text()
                                + "', but must be a whole number of impressions. Maybe round it.")
                : null;
    }

    private @Nullable String scope(Word word) {
        boolean isField = word.text().startsWith("field:");
        Set<String> known = new TreeSet<>();
        for (Placement placement : facts.placements().asList()) {
            known.add(isField ? "field:" + placement.field() : "placement:" + placement.id());
        }
        return known.contains(word.text())
                ? null
                : sentence(
                        word,
                        "scope",
                        "be a " + (isField ? "field" : "placement") + " of the test's placements",
                        known);
    }

    private static String sentence(Word word, String what, String rule, Collection<String> known) {
        return told(
                word,
                what + " is '" + word.text() + "', but must " + rule + ". Maybe "
                        + Nearest.advice(
                                word.text(),
                                known,
                                known.isEmpty() ? "there is none" : "one of " + new ArrayList<>(known) + " was meant")
                        + ".");
    }

    private static String told(Word word, String message) {
        // Tests in Java have no place in a file.
        return word.file().isEmpty() ? message : word.trouble(message).trouble().toString();
    }
}
