package io.trafficallocator.model;

/**
 * Where a rule stands.
 *
 * @param rule its name
 * @param file the file's name, relative to the folder it was read from
 * @param line of the rule's header, from 1
 */
public record RuleReference(String rule, String file, int line) {
    /** {@code file:line}. */
    public String source() {
        return file + ":" + line;
    }
}
