package io.trafficallocator.loading;

import io.trafficallocator.LiveRules;
import io.trafficallocator.Reload;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Uses all of the library that loads classes: compiles, plans, fails, explains, watches, reloads and closes. */
public final class Application implements Callable<String> {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 11);

    /** The library is first used on a thread of the common pool, whose context loader sees the class path alone. */
    public static void main(String[] arguments) {
        System.out.println(CompletableFuture.supplyAsync(() -> {
                    try {
                        return new Application().call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join());
    }

    /** More than ten rules, which the engine would compile in a pool of its own, and one that fails at a merchant. */
    private static String rules(int impressions) {
        StringBuilder rules = new StringBuilder("package x\n");
        for (int index = 0; index < 20; index++) {
            rules.append("rule \"r%d\" when Merchant( tier == %d ) then grant.guarantee(\"p\", %d); end%n"
                    .formatted(index, index, impressions));
        }
        return rules + "rule \"odd\" when $m : Merchant() then grant.boost(\"q\", $m.getGrowth()); end\n";
    }

    @Override
    public String call() throws Exception {
        AllocationRequest request = AllocationRequest.builder()
                .asOf(DAY)
                .merchants(List.of(
                        MerchantProfile.builder("a", DAY).growth(2.0).tier(30).build(),
                        MerchantProfile.builder("b", DAY).tier(3).build()))
                .placements(List.of(Placement.of("home", "mall", 1_000)))
                .demand(List.of(new Demand("a", "home", 1)))
                .build();
        Path folder = Files.createTempDirectory("rules");
        Path file = Files.writeString(folder.resolve("x.drl"), rules(700));
        try (LiveRules live =
                LiveRules.of(folder).watchEvery(Duration.ofMillis(50)).build()) {
            Plan first = live.allocate(request);
            Files.writeString(file, rules(800));
            Reload reload = live.reload();
            TrafficAllocator now = live.current();
            Plan second = now.allocate(request);
            return reload.outcome() + " " + first.total("b") + " " + second.total("b") + " "
                    + second.ruleFailures().count() + " "
                    + now.explain(request, "b").entitlements().size();
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }
}
