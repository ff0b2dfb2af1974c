package io.trafficallocator;

import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import java.util.List;

/** Tries rules that compile before they come into force. Called by one thread at a time. */
@FunctionalInterface
public interface RuleTrial {
    /**
     * What is wrong with the rules; nothing lets them pass. What it throws counts as wrong too.
     *
     * @param rules all that the folder holds
     * @param files the rule files that they were compiled from and the {@code .test} files beside them, as they stood at
     *     one moment, ascending by name within each of the two
     * @return each as {@code file:line: message}, or several lines for people
     */
    List<String> problems(RuleBook rules, List<RuleSource> files);
}
