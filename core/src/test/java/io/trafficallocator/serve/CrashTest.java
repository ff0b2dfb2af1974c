package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a serving process at random moments, and lets the next one go on with its ledger. What was really shown stands in
 * a file that the process maps into its memory: the system keeps it whenever the process dies.
 */
class CrashTest {
    private static final int MERCHANTS = 30;
    private static final int KILLS = 100;
    private static final int K = 4;

    /** Columns of the truth, one row for each merchant: shown in all lives, and of that, before the last settlement. */
    private static final int COLUMNS = 2;

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Tag("slow")
    void capsHoldAndNothingSettledIsLostThroughAHundredKills() throws Exception {
        Path ledger = folder.resolve("period.ledger");
        SplittableRandom random = new SplittableRandom(100);
        long[] known = new long[MERCHANTS];
        long[] shownAtStart = new long[MERCHANTS];
        long lost = 0;
        long shown = 0;
        try (Truth truth = Truth.open(folder.resolve("truth"))) {
            for (int life = 1; life <= KILLS; life++) {
                Process process = start(ledger, life);
                assertThat(process.getInputStream().read())
                        .as("life %d serves", life)
                        .isEqualTo('r');
                // The moment of the kill is counted in what the process has done, so that it is in the middle of it.
                long until = truth.sum() + random.nextInt(1, 4000);
                while (truth.sum() < until && process.isAlive()) {
                    Thread.onSpinWait();
                }
                assertThat(process.isAlive())
                        .as("life %d, until %d", life, until)
                        .isTrue();
                process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
                TrafficServer reader = server(FileLedger.open(ledger), "reader " + life);
                lost = 0;
                shown = 0;
                for (Progress progress : reader.progress()) {
                    int row = Integer.parseInt(progress.merchant().substring(1));
                    long all = truth.get(row, 0);
                    String what = "merchant " + row + ", life " + life;
                    assertThat(all).as("shown, %s", what).isLessThanOrEqualTo(progress.limit());
                    assertThat(progress.delivered())
                            .as("known, %s", what)
                            .isGreaterThanOrEqualTo(known[row] + truth.get(row, 1) - shownAtStart[row])
                            // A request that was counted may have been cut off before its answer was written down.
                            .isLessThanOrEqualTo(all + (long) life * K * Life.THREADS);
                    known[row] = progress.delivered();
                    shownAtStart[row] = all;
                    lost += Math.max(0, all - progress.delivered());
                    shown += all;
                }
                reader.close();
            }
        }
        System.out.printf("%d kills: %d impressions of %d are not known to the ledger%n", KILLS, lost, shown);
    }

    private static Process start(Path ledger, int life) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Life.class.getName(),
                        ledger.toString(),
                        ledger.resolveSibling("truth").toString(),
                        String.valueOf(life))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static TrafficServer server(QuotaLedger ledger, String name) {
        return TrafficServer.builder(plan(), any -> 1_000_000)
                .ledger(ledger, name)
                .start();
    }

    private static Plan plan() {
        HandMade made = new HandMade(MERCHANTS, Placement.of("home", "live", 100_000_000));
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            if (merchant % 3 > 0) {
                made.give(merchant, EntitlementKind.CAP, "everything", merchant % 3 == 1 ? 3_000 : 20_000_000);
            } else {
                made.give(merchant, EntitlementKind.GUARANTEE, "everything", 10_000_000);
            }
        }
        return made.plan();
    }

    /** Numbers in a mapped file. */
    private static final class Truth implements AutoCloseable {
        private final FileChannel channel;
        private final LongBuffer numbers;
        private final ByteBuffer bytes;

        private Truth(FileChannel channel) throws IOException {
            this.channel = channel;
            this.bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) MERCHANTS * COLUMNS * Long.BYTES);
            this.numbers = bytes.asLongBuffer();
        }

        static Truth open(Path file) throws IOException {
            return new Truth(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        }

        long get(int row, int column) {
            return numbers.get(row * COLUMNS + column);
        }

        void set(int row, int column, long value) {
            numbers.put(row * COLUMNS + column, value);
        }

        long sum() {
            long sum = 0;
            for (int row = 0; row < MERCHANTS; row++) {
                sum += get(row, 0);
            }
            return sum;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A process that serves until it is killed. */
    static final class Life {
        static final int THREADS = 2;

        private Life() {}

        public static void main(String[] args) throws Exception {
            try (Truth truth = Truth.open(Path.of(args[1]))) {
                TrafficServer server = server(FileLedger.open(Path.of(args[0])), "life " + args[2]);
                Object turn = new Object();
                for (int index = 0; index < THREADS; index++) {
                    long seed = Long.parseLong(args[2]) * THREADS + index;
                    new Thread(() -> serve(server, truth, turn, seed)).start();
                }
                System.out.write('r');
                System.out.flush();
                long[] shown = new long[MERCHANTS];
                while (true) {
                    for (int row = 0; row < MERCHANTS; row++) {
                        shown[row] = truth.get(row, 0);
                    }
                    server.settle();
                    for (int row = 0; row < MERCHANTS; row++) {
                        truth.set(row, 1, shown[row]);
                    }
                }
            }
        }

        private static void serve(TrafficServer server, Truth truth, Object turn, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Chooser chooser = server.chooser();
            int[] rows = new int[MERCHANTS];
            double[] scores = new double[MERCHANTS];
            int[] chosen = new int[K];
            while (true) {
                for (int row = 0; row < MERCHANTS; row++) {
                    rows[row] = row;
                    scores[row] = random.nextDouble() + row % 3;
                }
                int size = chooser.choose(server.plan(), 0, rows, scores, MERCHANTS, K, chosen);
                synchronized (turn) {
                    for (int place = 0; place < size; place++) {
                        truth.set(chosen[place], 0, truth.get(chosen[place], 0) + 1);
                    }
                }
            }
        }
    }
}
