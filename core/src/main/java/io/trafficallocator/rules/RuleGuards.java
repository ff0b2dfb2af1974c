package io.trafficallocator.rules;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.List;

/**
 * How far rules may go. Limits stop an evaluation as a whole, because a rule set that meets one is broken; a rule that
 * fails at a merchant is left out there when the guards are lenient, and ends the evaluation when they are strict.
 *
 * @param strict whether the first rule that fails at a merchant ends the evaluation
 * @param rules the most that a book may have, 1 or more
 * @param grantsForMerchant the most that all rules together may grant a merchant, 1 or more
 * @param time the longest that an evaluation may take, more than 0. It is checked between the firings of rules: a single
 *     condition that never ends is not interrupted. What was tried before a rule failed, to spare the engine merchants who are
 *     alike, does not count.
 * @param ticker the clock that time is taken with, in nanoseconds
 */
public record RuleGuards(boolean strict, int rules, int grantsForMerchant, Duration time, Ticker ticker) {
    private static final RuleGuards LENIENT =
            new RuleGuards(false, 10_000, 10_000, Duration.ofHours(1), Ticker.systemTicker());

    /**
     * Takes every limit.
     *
     * @throws IllegalArgumentException when one is out of its range
     */
    public RuleGuards {
        requirePositive("rules", rules);
        requirePositive("grantsForMerchant", grantsForMerchant);
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "time is " + time + ", but must be more than 0. Maybe leave it out: it is an hour then.");
        }
    }

    /** 10,000 rules, 10,000 grants for a merchant, one hour, and a failing rule is left out where it fails. */
    public static RuleGuards lenient() {
        return LENIENT;
    }

    /** The limits of {@link #lenient()}, but a failing rule ends the evaluation. */
    public static RuleGuards strictly() {
        return LENIENT.withStrict(true);
    }

    public RuleGuards withStrict(boolean isStrict) {
        return new RuleGuards(isStrict, rules, grantsForMerchant, time, ticker);
    }

    public RuleGuards withRules(int most) {
        return new RuleGuards(strict, most, grantsForMerchant, time, ticker);
    }

    public RuleGuards withGrantsForMerchant(int most) {
        return new RuleGuards(strict, rules, most, time, ticker);
    }

    public RuleGuards withTime(Duration longest) {
        return new RuleGuards(strict, rules, grantsForMerchant, longest, ticker);
    }

    public RuleGuards withTicker(Ticker nanoseconds) {
        return new RuleGuards(strict, rules, grantsForMerchant, time, nanoseconds);
    }

    /**
     * Counts the rules of a book.
     *
     * @throws RuleException when there are too many
     */
    void check(List<CompiledRule> book) {
        if (book.size() > rules) {
            throw book.get(rules)
                    .problem(
                            null,
                            "is one of " + book.size() + " rules, but a book may have " + rules
                                    + ". Maybe rows of a table were written as rules: an attribute of merchants can hold"
                                    + " them.",
                            null);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", but must be at least 1. Maybe leave it out: it is 10,000 then.");
        }
    }
}
