package io.trafficallocator.samples.quickstart;

/** Runs the sample. */
public final class Quickstart {
    private Quickstart() {}

    /** Prints the story. */
    public static void main(String[] args) {
        System.out.println("quickstart: nothing to tell yet");
    }
}
