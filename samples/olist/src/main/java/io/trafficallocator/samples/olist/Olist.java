package io.trafficallocator.samples.olist;

import io.trafficallocator.TrafficAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Replays the weeks of the public Olist data. Arguments: {@code [DATA] [--packs] [--write DIR]}, where {@code
 * --packs} plans with every pack of the story in place of the sample's own rules, DATA is the folder of the
 * gzip files ({@code ../shared/data/olist} from the repository's root when not given), and DIR receives one scenario
 * folder for each week.
 */
public final class Olist {
    /** The first week with eight weeks of sales before it, and the last one that is whole. */
    static final LocalDate FIRST = LocalDate.of(2017, 3, 6);

    static final LocalDate LAST = LocalDate.of(2018, 8, 20);

    private static final String RULES = "olist.drl";

    private Olist() {}

    /** Prints a table by week. */
    public static void main(String[] args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args));
        // A build that sets no option hands on an empty one.
        words.removeIf(String::isBlank);
        boolean packs = words.remove("--packs");
        Path write = null;
        int option = words.indexOf("--write");
        if (option >= 0 && option + 1 < words.size()) {
            write = Path.of(words.remove(option + 1));
            words.remove(option);
        }
        Path folder = Path.of(words.isEmpty() ? "../shared/data/olist" : words.get(0));
        if (words.size() > 1 || words.contains("--write")) {
            System.err.println("usage: Olist [DATA] [--packs] [--write DIR]");
            System.exit(2);
        }
        if (!OlistData.standsIn(folder)) {
            System.out.println("olist: skipped, because its files are not in " + folder.normalize()
                    + ". Maybe name their folder as the first argument; they are public on Kaggle"
                    + " (Brazilian E-Commerce Public Dataset by Olist).");
            return;
        }
        if (packs) {
            new PackReport(new PackReplay(OlistData.read(folder)), System.out).print();
            return;
        }
        run(folder, write, System.out);
    }

    private static void run(Path folder, @Nullable Path write, PrintStream out) throws IOException {
        TrafficAllocator allocator =
                TrafficAllocator.builder().rules(RULES, rules()).strict().build();
        Replay replay = new Replay(new Scenarios(OlistData.read(folder)), allocator);
        out.println("Olist, week by week: real sales, sellers and categories; 100 impressions for each item sold.");
        out.println("The promises on them are synthetic, and so are pools, enrolments and what is not delivered.");
        out.println();
        out.println(WeekTable.header());
        int weeks = 0;
        double seconds = 0;
        for (LocalDate monday = FIRST; !monday.isAfter(LAST); monday = monday.plusWeeks(1)) {
            Replay.Outcome outcome = replay.next(monday);
            out.println(WeekTable.row(outcome));
            weeks++;
            seconds += outcome.seconds();
            if (write != null) {
                ScenarioFolder.write(write.resolve(monday.toString()), outcome.week());
            }
        }
        out.println();
        out.println(WeekTable.legend());
        out.println();
        out.printf(
                Locale.ROOT,
                "%d weeks planned in %.1f s. %,d merchants ended their first four weeks: %s of the %,d impressions"
                        + " promised to each were delivered, and %s of them were delivered all.%n",
                weeks,
                seconds,
                replay.finished(),
                WeekTable.percent(replay.deliveredShare()),
                Replay.LAUNCH_TOTAL,
                WeekTable.percent((double) replay.finishedInFull() / Math.max(1, replay.finished())));
        if (write != null) {
            Path rules = write.resolve("rules");
            Files.createDirectories(rules);
            Files.writeString(rules.resolve(RULES), rules());
            out.println("Scenarios and rules are written: traffic plan " + write.resolve(FIRST.toString()) + " --rules "
                    + rules + " --out PLAN");
        }
    }

    static String rules() throws IOException {
        try (InputStream text = Olist.class.getResourceAsStream(RULES)) {
            if (text == null) {
                throw new IOException(RULES + " is missing beside the classes of this sample. Maybe only the sources"
                        + " were compiled; run Maven's package phase.");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
