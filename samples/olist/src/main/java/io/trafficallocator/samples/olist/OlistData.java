package io.trafficallocator.samples.olist;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * The sales of the Brazilian E-Commerce Public Dataset by Olist, in ascending order of day. Sellers and categories are
 * numbered in ascending order of id and English name. Immutable.
 */
final class OlistData {
    private static final String SALES = "olist_order_items_dataset.csv.gz";
    private static final String PRODUCTS = "olist_products_dataset.csv.gz";
    private static final String SELLERS = "olist_sellers_dataset.csv.gz";
    private static final String NAMES = "product_category_name_translation.csv.gz";
    private static final String NO_CATEGORY = "uncategorised";

    /** One item sold; the day is in days since 1970-01-01. */
    record Sale(int day, int seller, int category, double price) {}

    private final List<String> sellers;
    private final List<String> origins;
    private final List<String> categories;
    private final List<Sale> sales;
    private final int[] firstDay;

    private OlistData(List<String> sellers, List<String> origins, List<String> categories, List<Sale> sales) {
        this.sellers = sellers;
        this.origins = origins;
        this.categories = categories;
        this.sales = sales;
        this.firstDay = new int[sellers.size()];
        Arrays.fill(firstDay, Integer.MAX_VALUE);
        for (Sale sale : sales) {
            firstDay[sale.seller()] = Math.min(firstDay[sale.seller()], sale.day());
        }
    }

    /** Whether a folder holds every file that is read. */
    static boolean standsIn(Path folder) {
        return List.of(SALES, PRODUCTS, SELLERS, NAMES).stream()
                .allMatch(file -> Files.isReadable(folder.resolve(file)));
    }

    static OlistData read(Path folder) throws IOException {
        Map<String, String> english = new HashMap<>();
        for (NamedCsvRecord row : rows(folder, NAMES)) {
            english.put(row.getField("product_category_name"), row.getField("product_category_name_english"));
        }
        Map<String, String> categoryOfProduct = new HashMap<>();
        Map<String, Integer> categoryIndex = new TreeMap<>();
        for (NamedCsvRecord row : rows(folder, PRODUCTS)) {
            String local = row.getField("product_category_name");
            String name = local.isEmpty() ? NO_CATEGORY : english.getOrDefault(local, local);
            categoryOfProduct.put(row.getField("product_id"), name);
            categoryIndex.put(name, 0);
        }
        Map<String, String> originOfSeller = new TreeMap<>();
        for (NamedCsvRecord row : rows(folder, SELLERS)) {
            originOfSeller.put(
                    row.getField("seller_id"), row.getField("seller_state") + "/" + row.getField("seller_city"));
        }
        number(categoryIndex);
        List<String> sellers = List.copyOf(originOfSeller.keySet());
        Map<String, Integer> sellerIndex = new HashMap<>();
        sellers.forEach(seller -> sellerIndex.put(seller, sellerIndex.size()));

        List<Sale> sales = new ArrayList<>();
        for (NamedCsvRecord row : rows(folder, SALES)) {
            LocalDate day = LocalDate.parse(row.getField("shipping_limit_date").substring(0, 10));
            String category = categoryOfProduct.getOrDefault(row.getField("product_id"), NO_CATEGORY);
            sales.add(new Sale(
                    Math.toIntExact(day.toEpochDay()),
                    known(sellerIndex, row.getField("seller_id"), row),
                    known(categoryIndex, category, row),
                    Double.parseDouble(row.getField("price"))));
        }
        sales.sort((left, right) -> Integer.compare(left.day(), right.day()));
        return new OlistData(
                sellers,
                List.copyOf(originOfSeller.values()),
                List.copyOf(categoryIndex.keySet()),
                Collections.unmodifiableList(sales));
    }

    List<String> sellers() {
        return sellers;
    }

    /** State and city of a seller. */
    String origin(int seller) {
        return origins.get(seller);
    }

    List<String> categories() {
        return categories;
    }

    /** The day of a seller's first sale; {@link Integer#MAX_VALUE} when it has none. */
    int firstDay(int seller) {
        return firstDay[seller];
    }

    /** The sales from one day to just before another. */
    List<Sale> sales(int from, int before) {
        return sales.subList(position(from), position(before));
    }

    private int position(int day) {
        int low = 0;
        int high = sales.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sales.get(middle).day() < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void number(Map<String, Integer> index) {
        int next = 0;
        for (Map.Entry<String, Integer> entry : index.entrySet()) {
            entry.setValue(next++);
        }
    }

    private static int known(Map<String, Integer> index, String id, NamedCsvRecord row) throws IOException {
        Integer found = index.get(id);
        if (found == null) {
            throw new IOException(SALES + ":" + row.getStartingLineNumber() + ": '" + id
                    + "' stands in no other file. Maybe the files are of different releases.");
        }
        return found;
    }

    private static List<NamedCsvRecord> rows(Path folder, String file) throws IOException {
        try (Reader text = new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            return reader.stream().toList();
        }
    }

    /** The numbers of all sellers. */
    IntStream sellerNumbers() {
        return IntStream.range(0, sellers.size());
    }
}
