package io.trafficallocator.rules;

import io.trafficallocator.rules.GrantCall.Part;
import io.trafficallocator.rules.Logic.Claim;
import io.trafficallocator.rules.VettedRule.Pattern;
import io.trafficallocator.rules.VettedRule.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what can be read, but never holds, always holds, or comes too late: each of it proved, none of it guessed. */
final class RuleReview {
    private final VettedRule rule;
    private final InForce inForce;
    private final SourceFile file;

    private RuleReview(VettedRule rule, InForce inForce) {
        this.rule = rule;
        this.inForce = inForce;
        this.file = rule.file();
    }

    /** Adds problems and warnings to the rule's file. */
    static void review(VettedRule rule, InForce inForce) {
        new RuleReview(rule, inForce).review();
    }

    private void review() {
        List<Claim> all = new ArrayList<>();
        boolean found = false;
        for (int index = 0; index < rule.patterns().size(); index++) {
            Pattern pattern = rule.patterns().get(index);
            String prefix = prefix(pattern, index);
            if (pattern.role() == Role.NOT
                    && pattern.type().type() == Today.class
                    && pattern.conditions().isEmpty()) {
                file.problem(
                        pattern.start(),
                        "'not Today( )' never holds: there is always one. Maybe delete it, or give it a condition.");
                found = true;
            }
            List<Claim> here = new ArrayList<>(pattern.role() == Role.PLAIN ? all : List.of());
            boolean told = found;
            for (Term condition : pattern.conditions()) {
                Claim claim = new Claim(condition, true, pattern.type(), prefix);
                told |= condition(condition, claim, here, told, pattern.role());
                here.add(claim);
            }
            found |= told && (pattern.role() == Role.PLAIN || pattern.role() == Role.EXISTS);
            if (pattern.role() == Role.PLAIN) {
                all = here;
            }
        }
        if (!found) {
            windows(all);
            ParameterUses.reviewDefaults(rule);
        }
    }

    /** Facts of which there is one are the same wherever they stand. */
    static String prefix(Pattern pattern, int index) {
        boolean single = pattern.role() == Role.PLAIN
                && (pattern.type().type() == Merchant.class || pattern.type().type() == Today.class);
        return pattern.type().type().getSimpleName() + (single ? "#" : "#" + index + "#");
    }

    private boolean condition(Term condition, Claim claim, List<Claim> before, boolean told, Role role) {
        if (condition instanceof Term.Bind || told) {
            return false;
        }
        List<Claim> with = new ArrayList<>(before);
        with.add(claim);
        if (!new Logic(rule.scope()).possible(with)) {
            boolean alone = !new Logic(rule.scope()).possible(List.of(claim));
            String never = "condition '" + shortened(condition) + "' never holds"
                    + (alone ? range(condition, claim) : " together with the conditions before it");
            String advice = ". Maybe " + (alone ? advice(condition, claim) : "'||' was meant, or two rules.");
            switch (role) {
                case PLAIN, EXISTS ->
                    file.problem(condition.start(), never + ", so the rule never grants anything" + advice);
                case NOT -> file.warning(condition.start(), never + ", so 'not' changes nothing here" + advice);
                case OTHER -> file.warning(condition.start(), never + ", so this alternative changes nothing" + advice);
            }
            return true;
        }
        Term tested = withoutBinding(condition);
        if (tested == null) {
            return false;
        }
        List<Claim> without = new ArrayList<>(before);
        without.add(new Claim(tested, false, claim.type(), claim.prefix()));
        if (!new Logic(rule.scope()).possible(without)) {
            boolean alone =
                    !new Logic(rule.scope()).possible(List.of(new Claim(tested, false, claim.type(), claim.prefix())));
            file.warning(
                    condition.start(),
                    "condition '" + shortened(tested) + "' always holds"
                            + (alone ? range(tested, claim) : " after the conditions before it")
                            + ". Maybe delete it, or another value was meant.");
        }
        return false;
    }

    private static @Nullable Term withoutBinding(Term condition) {
        if (condition instanceof Term.All all) {
            List<Term> tested = all.parts().stream()
                    .filter(part -> !(part instanceof Term.Bind))
                    .toList();
            return tested.isEmpty() ? null : tested.size() == 1 ? tested.get(0) : new Term.All(tested);
        }
        return condition;
    }

    private static String shortened(Term condition) {
        Term plain = withoutBinding(condition);
        String text = String.valueOf(plain == null ? condition : plain);
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private static String range(Term condition, Claim claim) {
        Term plain = withoutBinding(condition);
        if (plain instanceof Term.Compare compare && compare.left() instanceof Term.Name name) {
            return FieldRange.of(claim.type(), name.name()).toText(name.name());
        }
        return "";
    }

    private static String advice(Term condition, Claim claim) {
        Term plain = withoutBinding(condition);
        if (plain instanceof Term.Compare compare
                && compare.left() instanceof Term.Name name
                && compare.right() instanceof Term.Literal literal) {
            if (literal.value() instanceof Number number
                    && number.doubleValue() > 1
                    && number.doubleValue() <= 100
                    && FieldRange.of(claim.type(), name.name()).isRatio()) {
                return "'" + number.doubleValue() / 100 + "' was meant.";
            }
            if (literal.value() instanceof String text
                    && !FieldRange.of(claim.type(), name.name()).texts().isEmpty()) {
                String nearest = NearestName.of(
                        text, FieldRange.of(claim.type(), name.name()).texts());
                return nearest == null ? "another " + name.name() + " was meant." : "'" + nearest + "' was meant.";
            }
        }
        return "another value was meant.";
    }

    private void windows(List<Claim> all) {
        for (GrantCall call : rule.grants()) {
            Part firstDays = call.narrowed("overFirstDays");
            if (firstDays != null) {
                Double days = GrantCall.number(firstDays, 0);
                Logic logic = new Logic(rule.scope());
                boolean possible = logic.possible(all);
                Vocabulary.FactType merchant = Vocabulary.FACTS.get(Vocabulary.MERCHANT);
                if (days != null
                        && possible
                        && merchant != null
                        && logic.domain("Merchant#", merchant, "ageDays").least() >= days) {
                    file.problem(
                            firstDays.nameStart(),
                            "the window of overFirstDays(" + days.intValue()
                                    + ") is over before the rule's conditions hold, so it never opens. Maybe ageDays < "
                                    + days.intValue() + " was meant.");
                }
            }
            Part overDays = call.narrowed("overDays");
            if (overDays != null) {
                dates(overDays);
            }
        }
    }

    private void dates(Part overDays) {
        LocalDate first = GrantVetting.firstDay(overDays);
        Double days = GrantCall.number(overDays, 1);
        if (first == null || days == null || days < 1) {
            return;
        }
        LocalDate after = first.plusDays(days.longValue());
        if (!after.isAfter(inForce.from())) {
            file.problem(
                    overDays.nameStart(),
                    "the window from " + first + " to " + after.minusDays(1)
                            + " is over before the rule is in force, from " + inForce.from()
                            + ", so it never opens. Maybe a year or a month is wrong.");
        } else if (!first.isBefore(inForce.until())) {
            file.problem(
                    overDays.nameStart(),
                    "the window from " + first + " opens when the rule is no more in force, from " + inForce.until()
                            + " on. Maybe a year or a month is wrong.");
        }
    }
}
