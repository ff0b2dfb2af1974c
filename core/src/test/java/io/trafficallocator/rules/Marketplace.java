package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A small request to try rules on, and what they grant written as text. */
final class Marketplace {
    /** A Friday, the first day of the festival's main phase. */
    static final LocalDate DAY = LocalDate.of(2024, 11, 1);

    static final Festival MINK =
            new Festival("mink", "Quality Mink", ImmutableSet.of("fur"), DAY.minusDays(3), DAY, DAY.plusDays(2));

    private Marketplace() {}

    static MerchantProfile.Builder merchant(String id, int ageDays) {
        return MerchantProfile.builder(id, DAY.minusDays(ageDays));
    }

    /** Listed programmes: launch and upward. */
    static AllocationRequest.Builder request(MerchantProfile... merchants) {
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(List.of(merchants))
                .placements(List.of(
                        Placement.of("home", "mall", 1_000),
                        Placement.of("inlet-1", "live", 100).reservedFor("mink"),
                        Placement.of("inlet-2", "live", 100).reservedFor("mink"),
                        Placement.of("room", "live", 100)))
                .festivals(List.of(MINK))
                .programmes(List.of(Programme.of("launch", 1), Programme.of("upward", 2)));
    }

    static RuleBook book(String rules) {
        return RuleBook.compile(List.of(new RuleSource("test.drl", "package test\n" + rules)));
    }

    /** Evaluates on one thread; the rules stand from line 2 of {@code test.drl}. */
    static List<String> grants(String rules, AllocationRequest request) {
        return describe(RuleEvaluation.evaluate(book(rules), request, Workers.of(1)), request);
    }

    static List<String> grants(String rules, MerchantProfile... merchants) {
        return grants(rules, request(merchants).build());
    }

    /** {@code merchant KIND programme amount scope [window] [reason]} of every grant, sorted. */
    static List<String> describe(Grants grants, AllocationRequest request) {
        List<String> lines = new ArrayList<>();
        for (int grant = 0; grant < grants.count(); grant++) {
            StringBuilder line = new StringBuilder()
                    .append(request.merchants().id(grants.merchant(grant)))
                    .append(' ')
                    .append(grants.kind(grant))
                    .append(' ')
                    .append(grants.programmes().get(grants.programme(grant)).id());
            if (grants.kind(grant) != EntitlementKind.ACCESS && grants.kind(grant) != EntitlementKind.EXCLUSION) {
                line.append(' ').append(grants.amount(grant));
            }
            line.append(' ').append(request.placements().scopes().name(grants.scope(grant)));
            if (grants.windowDays(grant) > 0) {
                line.append(" from ")
                        .append(LocalDate.ofEpochDay(grants.windowStart(grant)))
                        .append(" for ")
                        .append(grants.windowDays(grant));
            }
            if (grants.reason(grant) != null) {
                line.append(" because ").append(grants.reason(grant));
            }
            lines.add(line.toString());
        }
        lines.sort(null);
        return lines;
    }
}
