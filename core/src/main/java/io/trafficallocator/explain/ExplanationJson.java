package io.trafficallocator.explain;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Shortfall;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Explanations as JSON. */
final class ExplanationJson {
    private ExplanationJson() {}

    static String of(Explanation explanation) {
        return Json.of(ImmutableMap.<String, Object>builder()
                .put("merchant", explanation.merchant())
                .put("planned", explanation.planned())
                .put("organic", explanation.organic())
                .put(
                        "entitlements",
                        explanation.entitlements().stream()
                                .map(ExplanationJson::entitlement)
                                .toList())
                .put(
                        "cells",
                        explanation.cells().stream().map(ExplanationJson::cell).toList())
                .put("shortfalls", shortfalls(explanation.shortfalls()))
                .put(
                        "without",
                        explanation.without().stream()
                                .map(without -> ImmutableMap.of(
                                        "programme",
                                        without.programme(),
                                        "impressions",
                                        without.impressions(),
                                        "difference",
                                        without.difference()))
                                .toList())
                .put(
                        "failures",
                        explanation.failures().stream()
                                .map(failure -> ImmutableMap.of(
                                        "rule",
                                        failure.rule().rule(),
                                        "source",
                                        failure.rule().source(),
                                        "message",
                                        failure.message()))
                                .toList())
                .buildOrThrow());
    }

    static String of(PlacementExplanation explanation) {
        return Json.of(ImmutableMap.<String, Object>builder()
                .put("placement", explanation.placement())
                .put("field", explanation.field())
                .put("supply", explanation.supply())
                .put("planned", explanation.planned())
                .put("unallocated", explanation.unallocated())
                .put("price", explanation.price())
                .put(
                        "programmes",
                        explanation.programmes().stream()
                                .map(effect -> ImmutableMap.of(
                                        "programme",
                                        effect.programme(),
                                        "gained",
                                        effect.gained(),
                                        "withheld",
                                        effect.withheld()))
                                .toList())
                .put(
                        "lifted",
                        explanation.lifted().stream()
                                .map(lifted -> ImmutableMap.of(
                                        "merchant",
                                        lifted.merchant(),
                                        "impressions",
                                        lifted.impressions(),
                                        "planned",
                                        lifted.planned(),
                                        "rules",
                                        rules(lifted.rules())))
                                .toList())
                .put("shortfalls", shortfalls(explanation.shortfalls()))
                .buildOrThrow());
    }

    private static Map<String, Object> entitlement(Entitlement entitlement) {
        return ImmutableMap.<String, Object>builder()
                .put("programme", entitlement.programme())
                .put("kind", lower(entitlement.kind()))
                .put("scope", entitlement.scope())
                .put("amount", entitlement.amount())
                .put("granted", entitlement.granted())
                .put("reason", entitlement.reason())
                .put("rule", rule(entitlement.rule()))
                .buildOrThrow();
    }

    private static Map<String, Object> cell(CellExplanation cell) {
        return ImmutableMap.of(
                "placement",
                cell.placement(),
                "field",
                cell.field(),
                "planned",
                cell.planned(),
                "organic",
                cell.organic(),
                "steps",
                cell.steps().stream().map(ExplanationJson::step).toList());
    }

    private static Map<String, Object> step(Step step) {
        return ImmutableMap.of(
                "cause",
                lower(step.cause()),
                "impressions",
                step.impressions(),
                "sentence",
                step.sentence(),
                "programmes",
                step.programmes(),
                "rules",
                rules(step.rules()));
    }

    private static List<Map<String, Object>> shortfalls(List<Shortfall> shortfalls) {
        return shortfalls.stream()
                .map(shortfall -> ImmutableMap.<String, Object>builder()
                        .put("merchant", shortfall.merchant())
                        .put("programme", shortfall.programme())
                        .put("scope", shortfall.scope())
                        .put("due", shortfall.due())
                        .put("planned", shortfall.planned())
                        .put("reason", lower(shortfall.reason()))
                        .put("by", shortfall.by())
                        .buildOrThrow())
                .<Map<String, Object>>map(map -> map)
                .toList();
    }

    private static List<Map<String, Object>> rules(List<RuleReference> rules) {
        return rules.stream().map(ExplanationJson::rule).toList();
    }

    private static Map<String, Object> rule(RuleReference rule) {
        return ImmutableMap.of("name", rule.rule(), "file", rule.file(), "line", rule.line());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
