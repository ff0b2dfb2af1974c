package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Planning;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Puts parts into words, and names the rules behind each. */
final class Words {
    private final Planning planning;
    private final Entitlements entitlements;
    private final Scopes scopes;
    private final Ledger ledger;

    Words(Planning planning, Ledger ledger) {
        this.planning = planning;
        this.entitlements = planning.entitlements();
        this.scopes = planning.request().placements().scopes();
        this.ledger = ledger;
    }

    Step step(Part part, BigDecimal impressions) {
        List<Ledger.Source> sources = sources(part);
        return new Step(
                part.cause(),
                impressions,
                sentence(part, sources),
                ImmutableSortedSet.copyOf(sources.stream()
                                .map(source -> entitlements
                                        .programmes()
                                        .get(source.programme())
                                        .id())
                                .toList())
                        .asList(),
                ImmutableSortedSet.copyOf(
                                sources.stream().map(Ledger.Source::rule).toList())
                        .stream()
                        .map(entitlements.rules()::get)
                        .collect(ImmutableList.toImmutableList()));
    }

    private List<Ledger.Source> sources(Part part) {
        if (part.cause() == Cause.ROUNDING || part.cause() == Cause.CONCENTRATION) {
            return List.of();
        }
        if (!part.entitlements().isEmpty()) {
            return part.entitlements().stream()
                    .map(row -> new Ledger.Source(entitlements.rule(row), entitlements.programme(row)))
                    .distinct()
                    .toList();
        }
        boolean loses = part.moved() < 0;
        Cause[] first = switch (part.cause()) {
            case NEIGHBOURS -> loses ? causes(Cause.OPENED) : causes(Cause.EXCLUSION, Cause.CAP);
            case OTHERS_BOOSTED -> causes(Cause.BOOST);
            case SHUT -> causes(Cause.GUARANTEE);
            default -> loses ? causes(Cause.GUARANTEE, Cause.OPENED) : causes(Cause.CAP, Cause.SHUT);
        };
        List<Ledger.Source> sources = ledger.largest(part.placement(), first);
        // Without caps, the concentration limit is what leaves room, and that is a setting. Otherwise, where no rule
        // moves
        // anything in that way at the placement itself, its bounds elsewhere push traffic.
        boolean byLimit = part.cause() == Cause.PRICE
                && !loses
                && planning.request().settings().concentrationLimit() < 1;
        return sources.isEmpty() && !byLimit ? ledger.largest(part.placement(), Cause.values()) : sources;
    }

    private static Cause[] causes(Cause... causes) {
        return causes;
    }

    private String sentence(Part part, List<Ledger.Source> sources) {
        boolean loses = part.moved() < 0;
        String what = switch (part.cause()) {
            case EXCLUSION -> "excluded" + reason(part);
            case OPENED -> "let in";
            case NEIGHBOURS ->
                loses ? "room for merchants whom rules let in" : "room that excluded or capped merchants leave";
            case BOOST -> "boosted × " + factor(part);
            case OTHERS_BOOSTED -> loses ? "room for what was boosted" : "room left by what is boosted less";
            case PRICE ->
                (loses ? "room for what was guaranteed" : "room that the limits of others leave") + ", price × "
                        + factor(part);
            case GUARANTEE -> "lifted to the guarantee of " + bound(part) + ", × " + factor(part);
            case CAP -> "held by the cap of " + bound(part);
            case CONCENTRATION ->
                "held by the concentration limit of " + planning.problem().cellLimit()[part.placement()];
            case SHUT ->
                part.after() == 0
                        ? "shut, because guarantees and limits leave nothing here"
                        : "held, because guarantees and limits leave no more here";
            case ROUNDING -> "rounded to whole impressions";
        };
        return sources.isEmpty() ? what : what + " (" + names(sources) + ")";
    }

    private String names(List<Ledger.Source> sources) {
        List<String> names = new ArrayList<>();
        for (Ledger.Source source : sources) {
            RuleReference rule = entitlements.rules().get(source.rule());
            names.add(entitlements.programmes().get(source.programme()).id() + ", rule \"" + rule.rule() + "\" at "
                    + rule.source());
        }
        return String.join("; ", names);
    }

    private String bound(Part part) {
        List<String> bounds = new ArrayList<>();
        for (int row : part.entitlements()) {
            bounds.add(entitlements.impressions(row) + " in " + scopes.name(entitlements.scope(row)));
        }
        return String.join(" and ", bounds);
    }

    private String reason(Part part) {
        List<String> reasons = part.entitlements().stream()
                .filter(row -> entitlements.kind(row) == EntitlementKind.EXCLUSION)
                .map(entitlements::reason)
                .distinct()
                .toList();
        return reasons.isEmpty() ? "" : ": " + String.join(", ", reasons);
    }

    private static String factor(Part part) {
        double factor = part.before() == 0 ? 0 : part.after() / part.before();
        return Double.isFinite(factor)
                ? new BigDecimal(factor)
                        .round(new MathContext(4, RoundingMode.HALF_EVEN))
                        .toPlainString()
                : "infinity";
    }
}
