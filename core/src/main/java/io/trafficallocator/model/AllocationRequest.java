package io.trafficallocator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a plan is made from. Immutable and safe for use by several threads. Facts may be handed over in any order:
 * they are held in ascending order of id, so the order never changes a plan.
 */
public final class AllocationRequest {
    private final Settings settings;
    private final Merchants merchants;
    private final Placements placements;
    private final DemandTable demand;
    private final ImmutableMap<String, Programme> programmes;
    private final ImmutableMap<String, Festival> festivals;
    private final Map<String, Map<String, Long>> delivered;

    private AllocationRequest(Builder builder) {
        if (builder.settings == null) {
            throw new InvalidRequestException(
                    "settings is missing, but a plan needs to know its day. Maybe call asOf(date).");
        }
        this.settings = builder.settings;
        this.merchants = builder.merchants;
        this.placements = Placements.of(builder.placements);
        this.programmes = byId("programme", builder.programmes, Programme::id);
        this.festivals = byId("festival", builder.festivals, Festival::id);
        for (Placement placement : placements.asList()) {
            if (placement.festival() != null && !festivals.containsKey(placement.festival())) {
                throw new InvalidRequestException("festival of placement '" + placement.id() + "' is '"
                        + placement.festival() + "', but must be one of " + festivals.keySet()
                        + ". Maybe the festival is not listed.");
            }
        }
        this.demand = builder.demandTable != null ? adopt(builder.demandTable) : compress(builder.demand);
        this.delivered = new HashMap<>();
        for (Delivered row : builder.delivered) {
            if (merchants.row(row.merchant()) < 0) {
                throw new InvalidRequestException("merchant of a delivered row is '" + row.merchant()
                        + "', but there is no merchant of that id. Maybe it has left.");
            }
            if (delivered
                            .computeIfAbsent(row.merchant(), unused -> new HashMap<>())
                            .put(row.programme(), row.impressions())
                    != null) {
                throw new InvalidRequestException("delivered ('" + row.merchant() + "', '" + row.programme()
                        + "') is listed twice, but must be unique. Maybe add the two up.");
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Settings settings() {
        return settings;
    }

    public Merchants merchants() {
        return merchants;
    }

    public Placements placements() {
        return placements;
    }

    public DemandTable demand() {
        return demand;
    }

    /** By id, in ascending order of id. */
    public ImmutableMap<String, Programme> programmes() {
        return programmes;
    }

    /** By id, in ascending order of id. */
    public ImmutableMap<String, Festival> festivals() {
        return festivals;
    }

    /** Impressions that a programme has already delivered to a merchant; 0 when nothing is recorded. */
    public long delivered(String merchant, String programme) {
        Map<String, Long> row = delivered.get(merchant);
        return row == null ? 0 : row.getOrDefault(programme, 0L);
    }

    /** What was delivered, by a name that is unique for each merchant and programme. */
    SortedMap<String, Long> deliveredInOrder() {
        SortedMap<String, Long> rows = new TreeMap<>();
        delivered.forEach((merchant, byProgramme) -> byProgramme.forEach(
                (programme, impressions) -> rows.put(merchant.length() + ":" + merchant + programme, impressions)));
        return rows;
    }

    private static <T> ImmutableMap<String, T> byId(
            String kind, List<T> values, java.util.function.Function<T, String> id) {
        ImmutableMap.Builder<String, T> map = ImmutableMap.builder();
        List<T> sorted = ImmutableList.sortedCopyOf(Comparator.comparing(id), values);
        for (int index = 0; index < sorted.size(); index++) {
            String key = id.apply(sorted.get(index));
            if (index > 0 && key.equals(id.apply(sorted.get(index - 1)))) {
                throw new InvalidRequestException(kind + " '" + key
                        + "' is listed twice, but ids must be unique. Maybe one of the two has another id.");
            }
            map.put(key, sorted.get(index));
        }
        return map.buildOrThrow();
    }

    private DemandTable adopt(DemandTable table) {
        if (table.merchants() != merchants.count()) {
            throw new InvalidRequestException("the demand table has " + table.merchants() + " merchant rows, but there"
                    + " are " + merchants.count() + " merchants. Maybe it belongs to another request.");
        }
        for (int entry = 0; entry < table.entries(); entry++) {
            if (table.placement(entry) >= placements.count()) {
                throw new InvalidRequestException("placement of demand entry " + entry + " is "
                        + table.placement(entry) + ", but there are " + placements.count()
                        + " placements. Maybe it belongs to another request.");
            }
        }
        return table;
    }

    private DemandTable compress(List<Demand> rows) {
        int count = rows.size();
        long[] key = new long[count];
        Integer[] order = new Integer[count];
        for (int row = 0; row < count; row++) {
            Demand entry = rows.get(row);
            int merchant = merchants.row(entry.merchant());
            int placement = placements.index(entry.placement());
            if (merchant < 0 || placement < 0) {
                throw new InvalidRequestException((merchant < 0 ? "merchant" : "placement") + " of demand ('"
                        + entry.merchant() + "', '" + entry.placement()
                        + "') is unknown, but must be listed. Maybe it is a typing error.");
            }
            key[row] = ((long) merchant << 32) | placement;
            order[row] = row;
        }
        Arrays.sort(order, Comparator.comparingLong(row -> key[row]));
        int[] start = new int[merchants.count() + 1];
        int[] placement = new int[count];
        double[] weight = new double[count];
        for (int position = 0; position < count; position++) {
            int row = order[position];
            if (position > 0 && key[order[position - 1]] == key[row]) {
                throw new InvalidRequestException("demand ('" + rows.get(row).merchant() + "', '"
                        + rows.get(row).placement() + "') is listed twice, but must be unique. Maybe add the two up.");
            }
            start[(int) (key[row] >>> 32) + 1]++;
            placement[position] = (int) key[row];
            weight[position] = rows.get(row).weight();
        }
        for (int merchant = 0; merchant < merchants.count(); merchant++) {
            start[merchant + 1] += start[merchant];
        }
        return DemandTable.ofColumns(start, placement, weight);
    }

    /** Collects a request. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Settings settings;
        private Merchants merchants = Merchants.of(List.of());
        private List<Placement> placements = List.of();
        private List<Demand> demand = List.of();
        private @Nullable DemandTable demandTable;
        private List<Programme> programmes = List.of();
        private List<Festival> festivals = List.of();
        private List<Delivered> delivered = List.of();

        private Builder() {}

        /** One day with the usual settings; see {@link Settings#of}. */
        public Builder asOf(LocalDate date) {
            return settings(Settings.of(date));
        }

        public Builder settings(Settings values) {
            this.settings = values;
            return this;
        }

        public Builder merchants(Collection<MerchantProfile> profiles) {
            return merchants(Merchants.of(profiles));
        }

        public Builder merchants(Merchants columns) {
            this.merchants = columns;
            return this;
        }

        public Builder placements(Collection<Placement> values) {
            this.placements = ImmutableList.copyOf(values);
            return this;
        }

        public Builder demand(Collection<Demand> rows) {
            this.demand = ImmutableList.copyOf(rows);
            return this;
        }

        /** Adopts the table without a copy; it takes the place of any rows. */
        public Builder demand(DemandTable table) {
            this.demandTable = table;
            return this;
        }

        /**
         * The programmes in force. When any are listed, a rule that grants for another one is an error; when none are,
         * each programme that a rule names has tier 1 and no pool.
         */
        public Builder programmes(Collection<Programme> values) {
            this.programmes = ImmutableList.copyOf(values);
            return this;
        }

        public Builder festivals(Collection<Festival> values) {
            this.festivals = ImmutableList.copyOf(values);
            return this;
        }

        public Builder delivered(Collection<Delivered> rows) {
            this.delivered = ImmutableList.copyOf(rows);
            return this;
        }

        /**
         * Checks the facts against one another.
         *
         * @throws InvalidRequestException when they do not fit together
         */
        public AllocationRequest build() {
            return new AllocationRequest(this);
        }
    }
}
