package io.trafficallocator.benchmarks;

import io.trafficallocator.LiveRules;
import io.trafficallocator.Reload;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Replaces the rules of three packs while several threads plan, and compares every plan with the one that its rule set
 * alone gives. First the same threads plan for a while with nothing replaced, to compare latencies with.
 *
 * <p>Run: {@code java -Xmx1g -cp benchmarks/target/benchmarks.jar io.trafficallocator.benchmarks.ReloadRun [reloads]
 * [planners] [merchants]}; 500, 2 and 1,000 when not given. Exit status 1 when a plan failed or was mixed.
 */
public final class ReloadRun {
    private static final int VARIANTS = 5;
    private static final int RELOADS_BETWEEN_LINES = 50;
    private static final int PLANS_ALONE = 2_000;

    /** Of which each makes some of the plans alone. */
    private static final int MOST_PLANNERS = 100;

    private static final Arguments ARGUMENTS = new Arguments(
                    ReloadRun.class,
                    "replaces rules while several threads plan, and compares every plan with that of its rule set",
                    "-Xmx1g",
                    "500 2 1000")
            .whole("reloads", "how often to replace the rules", 1, 1_000_000, 500)
            .whole("planners", "how many threads plan", 1, MOST_PLANNERS, 2)
            .whole("merchants", "how many merchants they plan for", 1, Marketplace.MOST_MERCHANTS, 1_000);

    private final AllocationRequest request;
    private final Path folder;
    private final int planners;
    private final Map<String, String> expected = new HashMap<>();

    private ReloadRun(int merchants, int planners) throws IOException {
        this.request = Marketplace.request(merchants);
        this.folder = OwnFolder.create("reload-run");
        this.planners = planners;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Arguments given = ARGUMENTS.readOrExit(arguments);
        ReloadRun run = new ReloadRun(given.whole("merchants"), given.whole("planners"));
        System.exit(run.run(given.whole("reloads")) ? 0 : 1);
    }

    private boolean run(int reloads) throws Exception {
        for (int variant = 0; variant < VARIANTS; variant++) {
            write(variant);
            Plan plan = TrafficAllocator.builder()
                    .rulesFromFolder(folder)
                    .threads(1)
                    .build()
                    .allocate(request);
            expected.put(plan.header().rulesDigest(), plan.digest());
        }
        try (LiveRules rules = LiveRules.of(folder).threads(1).golden(request).build()) {
            plan(rules, new AtomicBoolean(), PLANS_ALONE);
            long[] alone = plan(rules, new AtomicBoolean(), PLANS_ALONE);
            report("without reloads", alone);
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService reloader = Executors.newSingleThreadExecutor();
            Future<?> reloading = reloader.submit(() -> {
                try {
                    reload(rules, reloads);
                } finally {
                    done.set(true);
                }
                return null;
            });
            long[] during = plan(rules, done, Integer.MAX_VALUE);
            reloading.get();
            reloader.shutdown();
            report("during " + reloads + " reloads", during);
            print("p99 during reloads / without: %.2f", (double) percentile(during, 0.99) / percentile(alone, 0.99));
            print(
                    "%,d plans, each the plan of its one rule set; reloads refused: %d",
                    during.length, rules.health().refused());
            return true;
        } catch (ExecutionException e) {
            print("FAILED: %s", String.valueOf(e.getCause()));
            return false;
        }
    }

    private void reload(LiveRules rules, int reloads) throws IOException {
        memory(0);
        for (int time = 1; time <= reloads; time++) {
            write(time % VARIANTS);
            Reload reload = rules.reload();
            if (reload.outcome() != Reload.Outcome.REPLACED) {
                throw new IllegalStateException("reload " + time + " came to " + reload);
            }
            if (time % RELOADS_BETWEEN_LINES == 0) {
                memory(time);
            }
        }
    }

    /** The packs with a higher salience, which changes their digest, and with a festival's boost or without. */
    private void write(int variant) throws IOException {
        for (String pack : List.of(Packs.LAUNCH, Packs.UPWARD, Packs.FESTIVALS)) {
            RuleSource source = RuleSource.fromClassPath(pack);
            put(source.file().substring(source.file().lastIndexOf('/') + 1), source.text());
        }
        put("variant.drl", """
                package variant
                rule "variant" when Merchant( ageDays < %d ) then grant.boost("launch", %d); end
                """.formatted(30 + 10 * variant, 2 + variant));
    }

    private void put(String file, String text) throws IOException {
        Path unfinished = folder.resolve(file + ".unfinished");
        Files.writeString(unfinished, text);
        Files.move(unfinished, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Nanoseconds of each plan, ascending. */
    private long[] plan(LiveRules rules, AtomicBoolean done, int most) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(planners);
        List<Future<List<Long>>> results = new ArrayList<>();
        for (int planner = 0; planner < planners; planner++) {
            results.add(threads.submit(() -> {
                List<Long> taken = new ArrayList<>();
                while (!done.get() && taken.size() < most / planners) {
                    long before = System.nanoTime();
                    Plan plan = rules.allocate(request);
                    taken.add(System.nanoTime() - before);
                    if (!plan.digest().equals(expected.get(plan.header().rulesDigest()))) {
                        throw new IllegalStateException(
                                "a mixed plan under rules " + plan.header().rulesDigest());
                    }
                }
                return taken;
            }));
        }
        threads.shutdown();
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> result : results) {
            all.addAll(result.get());
        }
        long[] sorted = all.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    private static void report(String when, long[] sorted) {
        print(
                "%s: %,d plans, ms p50 %.1f, p99 %.1f, most %.1f",
                when,
                sorted.length,
                percentile(sorted, 0.5) / 1e6,
                percentile(sorted, 0.99) / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private static void memory(int reloads) {
        long heap = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        long metaspace = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            metaspace += pool.getName().equals("Metaspace") ? pool.getUsage().getUsed() : 0;
        }
        print(
                "after %,3d reloads: heap %,.1f MB, metaspace %,.1f MB, classes %,d",
                reloads,
                heap / 1e6,
                metaspace / 1e6,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
