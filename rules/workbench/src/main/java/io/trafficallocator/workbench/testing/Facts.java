package io.trafficallocator.workbench.testing;

import io.trafficallocator.rules.RuleParameters;
import io.trafficallocator.workbench.scenario.Nearest;
import io.trafficallocator.workbench.scenario.ParameterCheck;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The facts of a test as they are written: by kind and id, values by name. A later line adds to an earlier one. */
final class Facts {
    static final String MERCHANT = "merchant";
    static final String SETTINGS = "settings";
    static final String PARAMETER = "parameter.";
    private static final Map<String, Set<String>> NAMES = Map.of(
            MERCHANT,
            Set.of(
                    "age",
                    "joined_on",
                    "categories",
                    "origin",
                    "size",
                    "tier",
                    "quality",
                    "gmv",
                    "growth",
                    "violations",
                    "deposit",
                    "enrolled",
                    "demand.",
                    "delivered.",
                    "attribute."),
            "programme",
            Set.of("tier", "pool", "pool_unit", "admission", PARAMETER),
            "festival",
            Set.of("categories", "warm_up", "starts", "ends", "encore"),
            "placement",
            Set.of("field", "impressions", "price_per_mille", "festival", "categories"),
            SETTINGS,
            Set.of(
                    "as_of",
                    "period_days",
                    "boost_limit",
                    "concentration_limit",
                    "prior_weight",
                    "launch_days",
                    "growth_days"));

    private final Map<String, Map<String, Map<String, Word>>> byKind = new LinkedHashMap<>();
    private final Map<String, Word> parameters = new LinkedHashMap<>();

    static boolean isKind(Word word) {
        return NAMES.containsKey(word.text());
    }

    Facts copy() {
        Facts copy = new Facts();
        byKind.forEach((kind, byId) ->
                byId.forEach((id, values) -> copy.values(kind, id).putAll(values)));
        copy.parameters.putAll(parameters);
        return copy;
    }

    Map<String, Map<String, Word>> all(String kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    Map<String, Word> settings() {
        return all(SETTINGS).getOrDefault("", Map.of());
    }

    /** Reads {@code KIND ID NAME VALUE NAME VALUE ...}; settings have no id. */
    void add(List<Word> line) {
        Word kind = line.get(0);
        int from = kind.is(SETTINGS) ? 1 : 2;
        if (line.size() < from) {
            throw kind.trouble("a " + kind.text() + " has no id, but must have one. Maybe: " + kind.text() + " m");
        }
        String id = kind.is(SETTINGS) ? "" : line.get(1).text();
        values(kind.text(), id);
        for (int at = from; at < line.size(); at += 2) {
            Word name = line.get(at);
            if (at + 1 == line.size()) {
                throw name.trouble("'" + name.text() + "' has no value, but each name must be followed by one. Maybe"
                        + " quotation marks are missing around a text of several words.");
            }
            set(kind.text(), id, name, line.get(at + 1));
        }
    }

    void set(String kind, String id, Word name, Word value) {
        Set<String> names = NAMES.getOrDefault(kind, Set.of());
        int dot = name.text().indexOf('.');
        if (!names.contains(dot < 0 ? name.text() : name.text().substring(0, dot + 1))) {
            throw name.trouble("'" + name.text() + "' of a " + kind + " is unknown. Maybe "
                    + Nearest.advice(name.text(), names, "it is an attribute: attribute." + name.text()) + ".");
        }
        Map<String, Word> values = values(kind, id);
        if (name.is("age")) {
            values.remove("joined_on");
        } else if (name.is("joined_on")) {
            values.remove("age");
        }
        values.put(name.text(), value);
        if (name.text().startsWith(PARAMETER)) {
            parameters.put(id + "\n" + name.text(), name);
        }
    }

    /**
     * Refuses a parameter that looks like a typing error, because no rule reads it, or that rules can do nothing with.
     *
     * @param warnings given values that rules compare in vain
     */
    void refuseUnread(RuleParameters rules, Consumer<Trouble> warnings) {
        List<Trouble> refused = new ArrayList<>();
        parameters.forEach((key, word) -> {
            String id = key.substring(0, key.indexOf('\n'));
            String name = word.text().substring(PARAMETER.length());
            boolean isFestival = all("festival").containsKey(id);
            String problem = ParameterCheck.problem(rules, id, isFestival, name, true);
            if (problem != null) {
                refused.add(word.trouble(problem).trouble());
            }
            Word value = values("programme", id).get(word.text());
            RuleParameters.Useless useless = value == null
                    ? null
                    : ParameterCheck.useless(rules, id, isFestival, name, value.text(), periodDays());
            if (value != null && useless != null) {
                Trouble told = value.trouble(useless.message()).trouble();
                if (useless.isRefused()) {
                    refused.add(told);
                } else {
                    warnings.accept(told);
                }
            }
        });
        if (!refused.isEmpty()) {
            throw new UnusableInputException(refused);
        }
    }

    /** 0 where it is not written as one that can be. */
    private int periodDays() {
        Word word = settings().get("period_days");
        return word == null ? 1 : word.text().matches("[1-9]\\d{0,3}") ? Integer.parseInt(word.text()) : 0;
    }

    private Map<String, Word> values(String kind, String id) {
        return byKind.computeIfAbsent(kind, unused -> new LinkedHashMap<>())
                .computeIfAbsent(id, unused -> new LinkedHashMap<>());
    }
}
