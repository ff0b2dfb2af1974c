package io.trafficallocator.samples.double11;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;

/** What a merchant mainly sells, how common that is in this marketplace, and where such merchants come from. */
enum Category {
    CLOTHING("clothing", 0.24, 1.0, "Guangzhou", "Shenzhen", "Hangzhou", "Zhengzhou", "Wuhan"),
    HOME("home", 0.16, 0.8, "Yiwu", "Nantong", "Foshan"),
    FOOD("food", 0.15, 0.7, "Panjin", "Wuchang", "Luochuan", "Jiaxing"),
    BEAUTY("beauty", 0.11, 1.3, "Guangzhou", "Shanghai", "Hangzhou"),
    DIGITAL("digital", 0.08, 1.6, "Shenzhen", "Dongguan"),
    BABY("baby", 0.08, 0.8, "Huzhou", "Quanzhou"),
    SPORTS("sports", 0.06, 0.9, "Jinjiang", "Putian"),
    JEWELLERY("jewellery", 0.05, 1.8, "Shenzhen", "Zhuji"),
    LUGGAGE("luggage", 0.042, 0.9, "Baigou", "Guangzhou", "Pinghu"),
    FUR("fur", 0.028, 2.2, "Haining", "Liaoyang", "Suning");

    private static final List<Category> ALL = List.copyOf(Arrays.asList(values()));

    private final String label;
    private final double share;
    private final double basket;
    private final ImmutableList<String> origins;

    Category(String label, double share, double basket, String... origins) {
        this.label = label;
        this.share = share;
        this.basket = basket;
        this.origins = ImmutableList.copyOf(origins);
    }

    /** The name that facts and rules use. */
    String label() {
        return label;
    }

    /** How much a typical merchant sells, relative to one of clothing. */
    double basket() {
        return basket;
    }

    /** The industrial belts that its merchants come from, the most common first. */
    List<String> origins() {
        return origins;
    }

    /** The category at a point of 0 to 1 when all stand side by side, each as wide as its share. */
    static Category at(double point) {
        double passed = 0;
        for (Category category : ALL) {
            passed += category.share;
            if (point < passed) {
                return category;
            }
        }
        return ALL.get(0);
    }

    static List<Category> all() {
        return ALL;
    }
}
