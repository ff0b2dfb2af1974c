package io.trafficallocator.workbench.testing;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.workbench.scenario.Nearest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Grants in the words that tests are written in. */
final class GrantLine {
    private static final int FEN_DIGITS = 2;

    private GrantLine() {}

    /** What a merchant was granted, each with the rules that granted it, in ascending order. */
    static Map<String, List<RuleReference>> of(Grants grants, AllocationRequest request, int merchantRow) {
        Map<String, List<RuleReference>> lines = new TreeMap<>();
        for (int grant = 0; grant < grants.count(); grant++) {
            if (grants.merchant(grant) == merchantRow) {
                lines.computeIfAbsent(line(grants, request, grant), unused -> new ArrayList<>())
                        .add(grants.rules().get(grants.rule(grant)));
            }
        }
        return lines;
    }

    private static String line(Grants grants, AllocationRequest request, int grant) {
        EntitlementKind kind = grants.kind(grant);
        StringBuilder line = new StringBuilder(kind.name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(grants.programmes().get(grants.programme(grant)).id());
        switch (kind) {
            case GUARANTEE, CAP, BOOST -> line.append(' ').append(number(BigDecimal.valueOf(grants.amount(grant))));
            case SUBSIDY ->
                line.append(' ')
                        .append(number(BigDecimal.valueOf(grants.amount(grant)).movePointLeft(FEN_DIGITS)));
            case ACCESS, EXCLUSION -> {
                // These have no amount.
            }
        }
        String scope = request.placements().scopes().name(grants.scope(grant));
        if (!scope.equals("everything")) {
            line.append(" in ").append(scope);
        }
        if (grants.windowDays(grant) > 0) {
            line.append(" over ")
                    .append(grants.windowDays(grant))
                    .append(" days from ")
                    .append(LocalDate.ofEpochDay(grants.windowStart(grant)));
        }
        return line.toString();
    }

    /** Refuses what no grant could be written as: it would fail as a difference that is hard to see. */
    static void refuseUnreadable(List<Word> words) {
        List<String> kinds = Arrays.stream(EntitlementKind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
        Word kind = words.get(0);
        if (!kinds.contains(kind.text())) {
            throw kind.wrong(
                    "kind of grant",
                    "be nothing or one of " + kinds,
                    Nearest.advice(kind.text(), kinds, "a semicolon between two grants is missing"));
        }
        boolean hasAmount = !kind.is("access") && !kind.is("exclusion");
        if (words.size() < (hasAmount ? 3 : 2)) {
            throw kind.trouble("a " + kind.text() + " must say its programme" + (hasAmount ? " and its amount" : "")
                    + ". Maybe: " + kind.text() + " launch" + (hasAmount ? " 300" : ""));
        }
        if (hasAmount) {
            words.get(2).number("amount");
        }
        for (int at = 2; at + 1 < words.size(); at++) {
            Word scope = words.get(at + 1);
            if (words.get(at).is("in")
                    && !scope.text().startsWith("field:")
                    && !scope.text().startsWith("placement:")) {
                throw scope.wrong(
                        "scope", "be field: or placement: and a name", "'field:" + scope.text() + "' was meant");
            }
        }
    }

    /** An expectation with its number and spaces as {@link #line} writes them. */
    static String canonical(List<String> words) {
        List<String> canonical = new ArrayList<>(words);
        if (canonical.size() > 2) {
            try {
                canonical.set(2, number(new BigDecimal(canonical.get(2))));
            } catch (NumberFormatException e) {
                // Access and exclusion have no number there.
                return String.join(" ", canonical);
            }
        }
        return String.join(" ", canonical);
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
