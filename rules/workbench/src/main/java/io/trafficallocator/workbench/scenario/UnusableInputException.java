package io.trafficallocator.workbench.scenario;

/** Input that nothing can be made from; {@link #trouble()} says where and why. */
public final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Trouble trouble;

    public UnusableInputException(Trouble trouble) {
        super(trouble.toString());
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
