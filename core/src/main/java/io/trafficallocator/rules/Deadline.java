package io.trafficallocator.rules;

/** When an evaluation has to be done. Immutable and safe for use by several threads. */
final class Deadline {
    private final RuleGuards guards;
    private final long started;

    Deadline(RuleGuards guards) {
        this.guards = guards;
        this.started = guards.ticker().read();
    }

    boolean isOver() {
        return guards.ticker().read() - started > guards.time().toNanos();
    }

    /**
     * Fails when time is up.
     *
     * @param rule that would be evaluated next, for the message
     */
    void check(CompiledRule rule) {
        if (isOver()) {
            throw new StoppedException(rule.problem(
                    null,
                    "was reached when rules had been evaluated for longer than " + guards.time()
                            + ", the most that is allowed. Maybe a rule joins too many facts, or the limit is too"
                            + " low for so many merchants.",
                    null));
        }
    }
}
