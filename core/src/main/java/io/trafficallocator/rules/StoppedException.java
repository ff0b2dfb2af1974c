package io.trafficallocator.rules;

/** A limit of {@link RuleGuards} was met: the evaluation ends, whatever the engine was doing. */
final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RuleException problem;

    StoppedException(RuleException problem) {
        super(problem);
        this.problem = problem;
    }

    RuleException problem() {
        return problem;
    }
}
