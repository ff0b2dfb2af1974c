package io.trafficallocator;

import com.google.common.collect.ImmutableList;

/**
 * What came of an attempt to bring the rules of a folder into force. Immutable.
 *
 * @param outcome what happened
 * @param rulesDigest of the rules that are in force afterwards
 * @param problems why rules were refused, each as {@code file:line:column: message}; empty otherwise
 */
public record Reload(Outcome outcome, String rulesDigest, ImmutableList<String> problems) {
    /** What can happen. */
    public enum Outcome {
        /** New rules are in force. */
        REPLACED,
        /** The folder holds what is in force already. */
        UNCHANGED,
        /** The folder's rules were refused; those before them stay in force. */
        REFUSED,
        /** Earlier rules are in force again, because somebody asked for them. */
        ROLLED_BACK
    }
}
