package io.trafficallocator.serve;

import io.trafficallocator.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Serves every {@link TrafficCase} with a clock, without, and without but with guarantees hurried to be met early, and
 * prints the table of benchmarks/README.md.
 */
final class HardTraffic {
    private static final int SEEDS = 3;

    /**
     * What came of it.
     *
     * @param kept relevance of what was chosen, relative to the highest scores
     * @param over impressions above a cap
     */
    record Outcome(long lacking, double kept, long over) {}

    private HardTraffic() {}

    /** In Markdown. */
    static String table() {
        StringBuilder table = new StringBuilder(
                "| traffic | clock | no clock | no clock, 0.8 of the forecast |\n|---|---|---|---|\n");
        List<TrafficCase> cases = TrafficCase.all(1);
        for (int number = 0; number < cases.size(); number++) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |%n",
                    cases.get(number).name,
                    cell(number, 1, true),
                    cell(number, 1, false),
                    cell(number, 0.8, false)));
        }
        return table.toString();
    }

    private static String cell(int number, double hurry, boolean clock) {
        long lacking = 0;
        double kept = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            TrafficCase one = TrafficCase.all(seed).get(number);
            Outcome outcome = serve(one, hurry, clock);
            lacking += outcome.lacking;
            kept += outcome.kept / SEEDS;
        }
        return String.format(Locale.ROOT, "%,d, %.4f", lacking / SEEDS, kept);
    }

    static Outcome serve(TrafficCase traffic, double hurry, boolean clock) {
        Plan plan = TrafficCase.plan();
        TrafficServer server = TrafficServer.of(plan, placement -> Math.round(hurry * traffic.expected(placement)));
        Chooser chooser = server.chooser();
        int[] chosen = new int[TrafficCase.K];
        double sum = 0;
        double highest = 0;
        double told = 0;
        for (TrafficCase.Request request : traffic.requests) {
            if (clock && request.time() >= told + 0.001) {
                told = request.time();
                server.advance(told);
            }
            double[] scores = request.scores();
            int size = chooser.choose(
                    plan, request.placement(), request.merchants(), scores, scores.length, TrafficCase.K, chosen);
            for (int at = 0; at < size; at++) {
                sum += scores[chosen[at]];
            }
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            for (int at = 1; at <= size; at++) {
                highest += sorted[sorted.length - at];
            }
        }
        long lacking = 0;
        long over = 0;
        for (Progress progress : server.progress()) {
            lacking += Math.max(0, progress.due() - progress.delivered());
            over += Math.max(0, progress.delivered() - progress.limit());
        }
        return new Outcome(lacking, sum / highest, over);
    }
}
