package io.trafficallocator.samples.double11;

/** Runs the sample. */
public final class Double11 {
    private Double11() {}

    /** Prints the story. */
    public static void main(String[] args) {
        System.out.println("double11: nothing to tell yet");
    }
}
