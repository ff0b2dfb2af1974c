package io.trafficallocator.rules;

/** A rule grants something impossible. Says only what; who stands in the engine's match knows rule and merchant. */
final class GrantProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    GrantProblem(String message) {
        // Without a stack trace: it would only show the engine, and a rule may fail at a million merchants.
        super(message, null, false, false);
    }
}
