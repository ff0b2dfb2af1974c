package io.trafficallocator.benchmarks;

import com.google.common.base.Ticker;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.StageTimes;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;

/**
 * Plans for as many merchants as a country has, prints the seconds of each stage and the largest heap, and checks the
 * whole plan: {@code java -Xmx20g -cp benchmarks/target/benchmarks.jar io.trafficallocator.benchmarks.PlanetRun
 * 125000000}.
 */
public final class PlanetRun {
    private static final Arguments ARGUMENTS = new Arguments(
                    PlanetRun.class,
                    "plans for as many merchants as a country has, and checks the whole plan",
                    "-Xmx20g -XX:+UseParallelGC",
                    "125000000")
            .whole("merchants", "how many merchants", 1, Marketplace.MOST_MERCHANTS, null);

    private PlanetRun() {}

    /** Takes the number of merchants. */
    public static void main(String[] arguments) {
        int merchants = ARGUMENTS.readOrExit(arguments).whole("merchants");
        Workers workers = Workers.of(Runtime.getRuntime().availableProcessors());
        RuleBook rules = RuleMarketplace.book("three");
        long start = System.nanoTime();
        AllocationRequest request = Planet.request(merchants);
        print("facts checked", start);
        long planning = System.nanoTime();
        StageTimes times = new StageTimes(Ticker.systemTicker());
        Planning made = Planning.ofPlanOnly(
                request, times.time("rules", () -> RuleEvaluation.evaluate(rules, request, workers)), workers, times);
        Plan plan = made.plan(rules.digest(), workers, times);
        print("planned", planning);
        System.out.printf(
                Locale.ROOT,
                "%,d merchants, %,d rows of demand, %,d cells, %,d entitlements, %,d shortfalls; %s%n",
                plan.merchants(),
                request.demand().entries(),
                plan.cells(),
                plan.entitlements().size(),
                plan.shortfalls().size(),
                plan.header().seconds());
        long heap = peakHeap();
        System.out.printf(
                Locale.ROOT, "largest heap %,d MB, %.0f bytes a merchant%n", heap >> 20, (double) heap / merchants);
        long check = System.nanoTime();
        PlanCheck.check(request, made, plan, workers);
        print("every invariant holds, checked", check);
    }

    private static void print(String what, long since) {
        System.out.printf(Locale.ROOT, "%s in %.1f s%n", what, (System.nanoTime() - since) * 1e-9);
    }

    /** The largest each part of the heap has been, garbage included: an upper bound. */
    static long peakHeap() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            bytes += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        return bytes;
    }
}
