package io.trafficallocator;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Settings;
import io.trafficallocator.rules.Grants;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Small seeded requests and grants that reach the corners: zero supply, zero weights, nested scopes, empty pools. */
public final class RandomFacts {
    public static final LocalDate DAY = LocalDate.of(2024, 11, 11);

    private final SplittableRandom random;
    private final long seed;
    private final AllocationRequest request;
    private final List<Programme> programmes;
    private final List<RuleReference> rules;
    private final List<Grant> grants = new ArrayList<>();

    /** One call of {@code grant}, so that calls can be shuffled. */
    public record Grant(
            int merchant,
            EntitlementKind kind,
            int programme,
            int scope,
            double amount,
            int windowStart,
            int windowDays,
            int rule,
            String reason) {}

    public RandomFacts(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.programmes = programmes();
        this.rules = List.of(
                new RuleReference("first", "a.drl", 1),
                new RuleReference("second", "a.drl", 9),
                new RuleReference("third", "b.drl", 3));
        this.request = newRequest();
        int count = random.nextInt(1 + 4 * request.merchants().count());
        for (int grant = 0; grant < count; grant++) {
            grants.add(grant());
        }
    }

    public AllocationRequest request() {
        return request;
    }

    public List<Grant> calls() {
        return grants;
    }

    public Grants grants() {
        return grants(grants);
    }

    /** The same grants in another order, some of them twice, from several shards. */
    public Grants shuffledGrants(long shuffleSeed) {
        List<Grant> shuffled = new ArrayList<>(grants);
        for (Grant grant : grants) {
            if (random.nextInt(3) == 0) {
                shuffled.add(grant);
            }
        }
        Collections.shuffle(shuffled, new Random(shuffleSeed));
        int cut = shuffled.size() / 3;
        Grants.Builder whole = builder();
        Grants.Builder shard = builder();
        shuffled.subList(0, cut).forEach(grant -> add(shard, grant));
        whole.addAll(shard);
        shuffled.subList(cut, shuffled.size()).forEach(grant -> add(whole, grant));
        return whole.build();
    }

    public Grants grants(List<Grant> calls) {
        Grants.Builder builder = builder();
        calls.forEach(grant -> add(builder, grant));
        return builder.build();
    }

    private Grants.Builder builder() {
        return new Grants.Builder(programmes, rules);
    }

    private static void add(Grants.Builder builder, Grant grant) {
        int index = builder.add(grant.merchant, grant.kind, grant.programme, grant.scope, grant.amount, grant.rule);
        if (grant.windowDays > 0) {
            builder.setWindow(index, grant.windowStart, grant.windowDays);
        }
        if (grant.kind == EntitlementKind.EXCLUSION) {
            builder.setReason(index, grant.reason);
        }
    }

    private List<Programme> programmes() {
        List<Programme> list = new ArrayList<>();
        for (String id : List.of("festival", "launch", "upward")) {
            Programme programme =
                    Programme.of(id, 1 + random.nextInt(2)).admitting(Admission.values()[random.nextInt(3)]);
            switch (random.nextInt(4)) {
                case 0 -> list.add(programme.poolOfImpressions(random.nextInt(3) == 0 ? 0 : random.nextInt(2000)));
                case 1 -> list.add(programme.poolOfYuan(random.nextInt(3) == 0 ? 0 : random.nextInt(4000) / 100.0));
                default -> list.add(programme);
            }
        }
        return list;
    }

    private AllocationRequest newRequest() {
        List<String> categories = List.of("fur", "luggage", "snacks");
        List<Placement> placements = new ArrayList<>();
        int placementCount = random.nextInt(1, 8);
        for (int index = 0; index < placementCount; index++) {
            Placement placement = Placement.of(
                            "p" + index, "field" + random.nextInt(3), random.nextInt(5) == 0 ? 0 : random.nextInt(900))
                    .priced(random.nextInt(3) == 0 ? 0 : random.nextInt(5000) / 100.0);
            placement = random.nextInt(4) == 0 ? placement.reservedFor("mink") : placement;
            placements.add(
                    random.nextInt(3) == 0 ? placement.forCategories(categories.get(random.nextInt(3))) : placement);
        }
        List<MerchantProfile> merchants = new ArrayList<>();
        List<Demand> demand = new ArrayList<>();
        List<Delivered> delivered = new ArrayList<>();
        int merchantCount = random.nextInt(1, 12);
        for (int row = 0; row < merchantCount; row++) {
            String id = "m" + (char) ('a' + row);
            merchants.add(MerchantProfile.builder(id, DAY.minusDays(random.nextInt(30)))
                    .categories(ImmutableSet.copyOf(categories.subList(0, random.nextInt(4))))
                    .quality(random.nextInt(3) == 0 ? Double.NaN : random.nextInt(5) / 4.0)
                    .build());
            for (Placement placement : placements) {
                if (random.nextBoolean()) {
                    demand.add(new Demand(id, placement.id(), random.nextInt(4) == 0 ? 0 : random.nextInt(100)));
                }
            }
            if (random.nextInt(3) == 0) {
                delivered.add(new Delivered(id, "launch", random.nextInt(200)));
            }
        }
        return AllocationRequest.builder()
                .settings(new Settings(
                        DAY,
                        random.nextInt(1, 8),
                        random.nextBoolean() ? 3 : Double.POSITIVE_INFINITY,
                        random.nextInt(3) == 0 ? 0.3 : 1,
                        1))
                .merchants(merchants)
                .placements(placements)
                .demand(demand)
                .programmes(programmes)
                .festivals(List.of(Festival.of("mink", DAY, DAY.plusDays(3))))
                .delivered(delivered)
                .build();
    }

    private Grant grant() {
        EntitlementKind kind = EntitlementKind.values()[random.nextInt(5)];
        double amount = switch (kind) {
            case GUARANTEE -> random.nextInt(6) * 50;
            case BOOST -> 1 + random.nextInt(5) / 2.0;
            case CAP -> random.nextInt(4) * 60;
            default -> 0;
        };
        boolean hasWindow = kind == EntitlementKind.GUARANTEE && random.nextInt(3) == 0;
        return new Grant(
                random.nextInt(request.merchants().count()),
                kind,
                random.nextInt(programmes.size()),
                random.nextInt(request.placements().scopes().count()),
                amount,
                hasWindow ? (int) DAY.toEpochDay() + random.nextInt(-9, 9) : 0,
                hasWindow ? random.nextInt(1, 12) : 0,
                random.nextInt(rules.size()),
                random.nextBoolean() ? "too many violations" : "counterfeit");
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
