package io.trafficallocator.rules;

/** Something in a rule that only the engine can tell the meaning of: never an error, and never leaves this package. */
final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotUnderstood() {
        super("only the engine understands this", null, false, false);
    }
}
