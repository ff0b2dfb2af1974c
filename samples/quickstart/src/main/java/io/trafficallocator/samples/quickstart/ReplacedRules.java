package io.trafficallocator.samples.quickstart;

import io.trafficallocator.LiveRules;
import io.trafficallocator.Reload;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The README's rules that change while plans are made; a test holds the two together. */
final class ReplacedRules {
    private ReplacedRules() {}

    /** What came of a bad edit, a good one, and going back. */
    record Outcome(Plan before, Reload refused, Reload replaced, Plan after, Plan rolledBack, List<String> kept) {}

    static Outcome replace(Path folder, AllocationRequest request, String mended) throws IOException {
        // README: begin
        try (var live = LiveRules.of(folder).golden(request).keep(3).build()) {
            Plan before = live.allocate(request);
            Files.writeString(folder.resolve("shop.drl"), mended.replace("ageDays", "agDays"));
            Reload refused = live.reload();
            Files.writeString(folder.resolve("shop.drl"), mended);
            Reload replaced = live.reload();
            Plan after = live.allocate(request);
            live.rollBack(before.header().rulesDigest());
            // README: end
            Plan rolledBack = live.allocate(request);
            return new Outcome(
                    before, refused, replaced, after, rolledBack, live.health().history());
        }
    }
}
