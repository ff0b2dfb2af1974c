package io.trafficallocator.samples.olist;

/** Runs the sample. */
public final class Olist {
    private Olist() {}

    /** Prints the story. */
    public static void main(String[] args) {
        System.out.println("olist: nothing to tell yet");
    }
}
