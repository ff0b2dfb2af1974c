package io.trafficallocator.benchmarks;

import io.trafficallocator.solve.Problem;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Weeks of Olist's sales as a problem of the solver: the instance that the tests of core prove exact ({@code
 * OlistProblem}), so that what is timed here is known to be right there. The promises in it are synthetic.
 */
final class OlistBatch {
    private static final String ITEMS = "olist_order_items_dataset.csv.gz";
    private static final String PRODUCTS = "olist_products_dataset.csv.gz";
    private static final LocalDate ALL_WEEKS = LocalDate.of(2017, 6, 8);
    private static final LocalDate LAST_WEEKS = LocalDate.of(2018, 4, 12);
    private static final int ALL = 56;

    private final long firstWeek;
    private final int weeks;

    private record Shelf(String category, long week) implements Comparable<Shelf> {
        @Override
        public int compareTo(Shelf other) {
            int byCategory = category.compareTo(other.category);
            return byCategory != 0 ? byCategory : Long.compare(week, other.week);
        }
    }

    private final TreeMap<Shelf, Integer> placements = new TreeMap<>();
    private final Map<String, TreeMap<String, Integer>> soldBySeller = new HashMap<>();
    private final Map<String, Long> firstSale = new HashMap<>();
    private final TreeSet<String> sellers = new TreeSet<>();

    private OlistBatch(LocalDate first, int weeks) {
        this.firstWeek = Math.floorDiv(first.toEpochDay(), 7);
        this.weeks = weeks;
    }

    /**
     * @param weeks 56 for all of them, or fewer from April 2018 on
     * @param sellThrough what the promises ask for, relative to supply
     */
    static Problem read(Path folder, int weeks, double sellThrough) throws IOException {
        if (!Files.exists(folder.resolve(ITEMS))) {
            throw new FileNotFoundException(
                    "the Olist files are not in '" + folder.toAbsolutePath().normalize()
                            + "'. Maybe start from the repository's root, with the data beside it.");
        }
        OlistBatch batch = new OlistBatch(weeks == ALL ? ALL_WEEKS : LAST_WEEKS, weeks);
        batch.count(folder);
        return batch.problem(sellThrough);
    }

    private void count(Path folder) throws IOException {
        Map<String, String> categoryOf = new HashMap<>();
        for (String[] row : rows(folder.resolve(PRODUCTS))) {
            categoryOf.put(row[0], row[1]);
        }
        for (String[] row : rows(folder.resolve(ITEMS))) {
            String seller = row[3];
            String category = categoryOf.getOrDefault(row[2], "");
            long week = Math.floorDiv(LocalDate.parse(row[4].substring(0, 10)).toEpochDay(), 7);
            firstSale.merge(seller, week, Math::min);
            soldBySeller.computeIfAbsent(seller, unused -> new TreeMap<>()).merge(category, 1, Integer::sum);
            if (week >= firstWeek && week < firstWeek + weeks) {
                sellers.add(seller);
                placements.merge(new Shelf(category, week), 100, Integer::sum);
            }
        }
    }

    private Problem problem(double sellThrough) {
        long[] supply =
                placements.values().stream().mapToLong(Integer::longValue).toArray();
        List<Shelf> shelves = List.copyOf(placements.keySet());
        int[] start = new int[sellers.size() + 1];
        int[] placement = new int[sellers.size() * shelves.size()];
        double[] weight = new double[placement.length];
        long[] promise = new long[sellers.size()];
        int[] tier = new int[sellers.size()];
        int merchant = 0;
        int cells = 0;
        for (String seller : sellers) {
            Map<String, Integer> sold = soldBySeller.getOrDefault(seller, new TreeMap<>());
            for (int p = 0; p < supply.length; p++) {
                Integer items = sold.get(shelves.get(p).category);
                if (items != null) {
                    placement[cells] = p;
                    weight[cells++] = items;
                }
            }
            boolean fresh = firstSale.getOrDefault(seller, firstWeek) >= firstWeek;
            promise[merchant] = fresh ? 400 : 150;
            tier[merchant] = fresh ? 1 : 2;
            start[++merchant] = cells;
        }
        double scale = sellThrough
                * Arrays.stream(supply).sum()
                / Arrays.stream(promise).sum();
        int[] everyMerchant = new int[merchant];
        Arrays.setAll(everyMerchant, m -> m);
        return new Problem(
                supply,
                new int[supply.length],
                1,
                supply.clone(),
                new double[supply.length],
                start,
                Arrays.copyOf(placement, cells),
                Arrays.copyOf(weight, cells),
                new Problem.Caps(new int[0], new int[0], new long[0]),
                new Problem.Guarantees(
                        everyMerchant,
                        new int[merchant],
                        Arrays.stream(promise)
                                .map(amount -> Math.round(amount * scale))
                                .toArray(),
                        tier),
                new Problem.Boosts(new int[0], new int[0], new double[0], new int[0]),
                Double.POSITIVE_INFINITY,
                new double[0],
                new boolean[0]);
    }

    private static List<String[]> rows(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> line.replace("\"", "").split(",", -1))
                    .toList();
        }
    }
}
