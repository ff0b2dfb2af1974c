package io.trafficallocator.packs;

/** Where the rule packs are found on the class path. */
public final class Packs {
    /** The folder of the rule files, as a resource name without a leading slash. */
    public static final String FOLDER = "io/trafficallocator/packs";

    private Packs() {}
}
