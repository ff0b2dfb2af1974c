package io.trafficallocator.rules;

/**
 * A rule file before it is compiled.
 *
 * @param file the name that messages and explanations use, with {@code /} between folders
 * @param text its whole content
 */
public record RuleSource(String file, String text) {}
