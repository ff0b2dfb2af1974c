package io.trafficallocator.rules;

/** What is known about a condition without the engine. */
enum Truth {
    HOLDS,
    FAILS,
    /** Only the engine can tell, and it may throw. */
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? HOLDS : FAILS;
    }

    Truth not() {
        return this == UNKNOWN ? UNKNOWN : of(this == FAILS);
    }
}
