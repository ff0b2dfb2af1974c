package io.trafficallocator.workbench;

/** What the command tells the shell. */
final class ExitStatus {
    /** The work is done. */
    static final int GOOD = 0;
    /** The work is done, and the answer is no. */
    static final int NO = 1;
    /** The input cannot be used. */
    static final int UNUSABLE = 2;

    private ExitStatus() {}
}
