package io.trafficallocator.benchmarks;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;

/**
 * Plans a whole marketplace a few times and prints the seconds of each stage: {@code java -Xmx6g -cp
 * benchmarks/target/benchmarks.jar io.trafficallocator.benchmarks.MarketplaceRun 3000000 3}.
 */
public final class MarketplaceRun {
    private static final Arguments ARGUMENTS = new Arguments(
                    MarketplaceRun.class,
                    "plans a whole marketplace a few times and prints the seconds of each stage",
                    "-Xmx6g",
                    "3000000 3 three")
            .whole("merchants", "how many merchants", 1, Marketplace.MOST_MERCHANTS, null)
            .whole("runs", "how often to plan", 1, 1_000_000, null)
            .word("packs", "which packs are in force", Marketplace.PACKS, "three");

    private MarketplaceRun() {}

    /** Takes the number of merchants, how often to plan, and which packs: see {@link Marketplace#hasAllPacks}. */
    public static void main(String[] arguments) {
        Arguments given = ARGUMENTS.readOrExit(arguments);
        String packs = given.word("packs");
        int runs = given.whole("runs");
        AllocationRequest request = Marketplace.request(packs, given.whole("merchants"), 0, 0);
        TrafficAllocator allocator = Marketplace.allocator(packs);
        for (int run = 0; run < runs; run++) {
            long from = System.nanoTime();
            Plan plan = allocator.allocate(request);
            System.out.printf(
                    "%.2f s: %,d merchants, %,d rows of demand, %,d cells, %,d shortfalls; %s; plan %s%n",
                    (System.nanoTime() - from) * 1e-9,
                    plan.merchants(),
                    request.demand().entries(),
                    plan.cells(),
                    plan.shortfalls().size(),
                    plan.header().seconds(),
                    plan.digest().substring(0, 12));
        }
        System.out.printf("largest heap %,d MB, garbage included%n", PlanetRun.peakHeap() >> 20);
    }
}
