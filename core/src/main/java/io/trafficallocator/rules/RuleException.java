package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules that cannot be read, compiled or evaluated. Its message has one line for each problem. */
public final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ImmutableList<RuleProblem> problems;

    RuleException(RuleProblem problem) {
        this(List.of(problem), null);
    }

    RuleException(List<RuleProblem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = ImmutableList.copyOf(problems);
    }

    /** One line for each problem: {@code file:line:column: message}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** At least one, in ascending order of file, line and column. */
    public ImmutableList<RuleProblem> problems() {
        return problems;
    }
}
