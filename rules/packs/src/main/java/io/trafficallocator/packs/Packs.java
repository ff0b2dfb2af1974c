package io.trafficallocator.packs;

/** Where the rule packs are found on the class path: resource names without a leading slash. */
public final class Packs {
    /** The folder of the rule files. */
    public static final String FOLDER = "io/trafficallocator/packs";

    /** New Merchant Launch Plan, in force when the programme {@code launch} is listed. */
    public static final String LAUNCH = FOLDER + "/launch.drl";

    /** Upward Mobility Plan, in force when the programme {@code upward} is listed. */
    public static final String UPWARD = FOLDER + "/upward.drl";

    /** Category festivals, in force for each festival that is also listed as a programme of its id. */
    public static final String FESTIVALS = FOLDER + "/festivals.drl";

    private Packs() {}
}
