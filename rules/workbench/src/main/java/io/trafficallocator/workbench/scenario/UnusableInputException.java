package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.stream.Collectors;

/** Input that nothing can be made from; {@link #troubles()} say where and why. */
public final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ImmutableList<Trouble> troubles;

    public UnusableInputException(Trouble trouble) {
        this(ImmutableList.of(trouble));
    }

    /** Several that were found together, in the order in which to tell them; one at least. */
    public UnusableInputException(Collection<Trouble> troubles) {
        super(troubles.stream().map(Trouble::toString).collect(Collectors.joining("\n")));
        this.troubles = ImmutableList.copyOf(troubles);
    }

    /** The first. */
    public Trouble trouble() {
        return troubles.get(0);
    }

    public ImmutableList<Trouble> troubles() {
        return troubles;
    }
}
