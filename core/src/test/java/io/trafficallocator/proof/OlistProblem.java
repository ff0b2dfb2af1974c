package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * The batch instance on real sales: a merchant is a seller, a placement is a category in a week (weeks begin on a
 * Thursday, as days since 1970-01-01 do) with 100 impressions for each item sold, and a seller may appear in every week
 * of every category that it ever sold in. Its weight there is the number of items it sold in the category.
 *
 * <p>The promises are synthetic: 400 to a seller whose first sale lies within the weeks (tier 1), 150 to any other (tier
 * 2), all scaled so that together they ask for a given ratio of supply, the sell-through.
 *
 * @param fresh whether each merchant is new
 */
record OlistProblem(Problem problem, boolean[] fresh) {
    private static final String ITEMS = "olist_order_items_dataset.csv.gz";
    private static final String PRODUCTS = "olist_products_dataset.csv.gz";
    private static final int IMPRESSIONS_PER_ITEM = 100;
    private static final int PROMISED_TO_NEW = 400;
    private static final int PROMISED_TO_OTHERS = 150;

    private record Sale(String seller, String category, long week) {}

    /** The folder of the data beside the repository; it may be absent. */
    static Path folder() {
        Path parent = Path.of("").toAbsolutePath();
        for (Path at = parent; at != null; at = at.getParent()) {
            Path data = at.resolve("../shared/data/olist").normalize();
            if (Files.exists(data.resolve(ITEMS))) {
                return data;
            }
        }
        return parent.resolve("../../shared/data/olist").normalize();
    }

    static boolean available() {
        return Files.exists(folder().resolve(ITEMS));
    }

    /** The promises ask for {@code sellThrough} of the supply of the weeks from this day on. */
    static OlistProblem of(LocalDate from, int weeks, double sellThrough) throws IOException {
        List<Sale> sales = sales();
        long first = Math.floorDiv(from.toEpochDay(), 7);
        Map<String, TreeSet<String>> categories = new HashMap<>();
        Map<String, Integer> sold = new HashMap<>();
        Map<String, Long> joined = new HashMap<>();
        TreeMap<String, TreeMap<Long, Integer>> supply = new TreeMap<>();
        TreeSet<String> sellers = new TreeSet<>();
        for (Sale sale : sales) {
            categories.computeIfAbsent(sale.seller, unused -> new TreeSet<>()).add(sale.category);
            sold.merge(sale.seller + " " + sale.category, 1, Integer::sum);
            joined.merge(sale.seller, sale.week, Math::min);
            if (sale.week >= first && sale.week < first + weeks) {
                sellers.add(sale.seller);
                supply.computeIfAbsent(sale.category, unused -> new TreeMap<>())
                        .merge(sale.week, IMPRESSIONS_PER_ITEM, Integer::sum);
            }
        }
        ProblemDraft draft = new ProblemDraft();
        Map<String, List<Integer>> placements = new HashMap<>();
        long total = 0;
        for (Map.Entry<String, TreeMap<Long, Integer>> category : supply.entrySet()) {
            for (int impressions : category.getValue().values()) {
                placements
                        .computeIfAbsent(category.getKey(), unused -> new ArrayList<>())
                        .add(draft.placement(impressions, 0));
                total += impressions;
            }
        }
        boolean[] fresh = new boolean[sellers.size()];
        double promised = 0;
        for (String seller : sellers) {
            int merchant = draft.merchant();
            fresh[merchant] = joined.getOrDefault(seller, first) >= first;
            promised += promise(fresh[merchant]);
            for (String category : categories.getOrDefault(seller, new TreeSet<>())) {
                for (int placement : placements.getOrDefault(category, List.of())) {
                    draft.cell(merchant, placement, sold.getOrDefault(seller + " " + category, 1));
                }
            }
        }
        for (int merchant = 0; merchant < fresh.length; merchant++) {
            long amount = Math.round(promise(fresh[merchant]) * sellThrough * total / promised);
            draft.guarantee(merchant, 0, amount, fresh[merchant] ? 1 : 2);
        }
        return new OlistProblem(draft.build(), fresh);
    }

    private static int promise(boolean fresh) {
        return fresh ? PROMISED_TO_NEW : PROMISED_TO_OTHERS;
    }

    private static List<Sale> sales() throws IOException {
        Map<String, String> categoryOf = new HashMap<>();
        for (String[] row : rows(PRODUCTS)) {
            categoryOf.put(row[0], row[1]);
        }
        List<Sale> sales = new ArrayList<>();
        for (String[] row : rows(ITEMS)) {
            long day = LocalDate.parse(row[4].substring(0, 10)).toEpochDay();
            sales.add(new Sale(row[3], categoryOf.getOrDefault(row[2], ""), Math.floorDiv(day, 7)));
        }
        return sales;
    }

    private static List<String[]> rows(String file) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder().resolve(file))), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> line.replace("\"", "").split(",", -1))
                    .toList();
        }
    }
}
