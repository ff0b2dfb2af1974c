package io.trafficallocator.samples.double11;

import io.trafficallocator.Allocation;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plans the day of Double 11 for a made-up marketplace of 50,000 merchants. */
public final class Double11 {
    private static final int MERCHANTS = 50_000;
    private static final long SEED = 1111;

    private Double11() {}

    /** Prints the story, and writes it as a page of pictures to the path given, or to the working directory. */
    public static void main(String[] args) throws IOException {
        Path page = Path.of(args.length == 0 ? "double11.html" : args[0]);
        Figures figures = figures(Marketplace.draw(MERCHANTS, SEED));
        Summary.of(figures).forEach(System.out::println);
        Path folder = page.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(page, Page.of(figures));
        System.out.println();
        System.out.println("Pictures: " + page.toAbsolutePath().normalize());
    }

    /** Plans the day, then the day without any rules, then the day without each policy. */
    static Figures figures(Marketplace marketplace) {
        TrafficAllocator allocator = TrafficAllocator.builder()
                .rulesFromClassPath(Packs.LAUNCH)
                .rulesFromClassPath(Packs.FESTIVALS)
                .rulesFromClassPath(Packs.UPWARD)
                .strict()
                .build();
        AllocationRequest request = marketplace.request();
        Allocation allocation = allocator.run(request);
        Plan organic = TrafficAllocator.builder().build().allocate(request);
        List<Plan> without = new ArrayList<>();
        for (Policy policy : marketplace.policies()) {
            without.add(allocator.allocate(marketplace.without(policy)));
        }
        return new Reckoning(request, allocation.plan(), organic, marketplace.policies(), without)
                .figures(Newcomer.lines(allocation.explain(Shops.RICE)));
    }
}
