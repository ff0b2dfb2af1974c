package io.trafficallocator.packs;

import io.trafficallocator.rules.RuleSource;
import java.util.List;

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

    /** Every pack, ascending: {@link #resource} says where its file stands. */
    public static final List<String> NAMES = List.of(
            "deposits",
            "domains",
            "doujin",
            "explosion",
            "festival-days",
            "festivals",
            "fraud",
            "gates",
            "growth",
            "launch",
            "lifecycle",
            "long-tail",
            "managed",
            "new-star",
            "origin",
            "red-envelopes",
            "upward");

    private Packs() {}

    /** Where the file of a pack stands on the class path: one is a spreadsheet. */
    public static String resource(String pack) {
        return FOLDER + "/" + pack + (pack.equals("festival-days") ? ".drl.csv" : ".drl");
    }

    /** The files of all packs. */
    public static List<RuleSource> all() {
        return NAMES.stream()
                .map(name -> RuleSource.fromClassPath(resource(name), Packs.class.getClassLoader()))
                .toList();
    }
}
