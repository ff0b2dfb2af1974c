package io.trafficallocator.samples.double11;

import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What natural ranking would show: a merchant appears in about three placements, in proportion to what it sells, and a
 * newcomer, who has no history, hardly anywhere.
 */
final class NaturalDemand {
    private final Merchants merchants;
    private final Placements placements;
    private final SplittableRandom random;
    private final int[] start;
    private int[] placement;
    private double[] weight;
    private int entries;

    private NaturalDemand(Merchants merchants, Placements placements, SplittableRandom random) {
        this.merchants = merchants;
        this.placements = placements;
        this.random = random;
        this.start = new int[merchants.count() + 1];
        this.placement = new int[4 * merchants.count() + placements.count()];
        this.weight = new double[placement.length];
    }

    static DemandTable draw(Merchants merchants, Placements placements, int day, SplittableRandom random) {
        NaturalDemand demand = new NaturalDemand(merchants, placements, random);
        for (int row = 0; row < merchants.count(); row++) {
            demand.drawRow(row, day - merchants.joinedOn(row));
            demand.start[row + 1] = demand.entries;
        }
        return DemandTable.ofColumns(
                demand.start,
                Arrays.copyOf(demand.placement, demand.entries),
                Arrays.copyOf(demand.weight, demand.entries));
    }

    private void drawRow(int row, int age) {
        int wanted = drawCount(age);
        if (wanted == 0) {
            return;
        }
        int count = placements.count();
        int at = random.nextInt(count);
        String homeField = placements.get(at).field();
        double strength = Math.pow(merchants.gmv(row) + 300, 0.9) * (age < Shops.NEW_DAYS ? 0.3 : 1);
        boolean[] chosen = new boolean[count];
        for (int drawn = 0; drawn < wanted; drawn++) {
            double[] passed = new double[count + 1];
            for (int index = 0; index < count; index++) {
                passed[index + 1] = passed[index] + (chosen[index] ? 0 : affinity(row, index, homeField));
            }
            if (passed[count] <= 0) {
                break;
            }
            double point = random.nextDouble() * passed[count];
            int index = 0;
            while (passed[index + 1] <= point) {
                index++;
            }
            chosen[index] = true;
        }
        reserve(entries + wanted);
        for (int index = 0; index < count; index++) {
            if (chosen[index]) {
                placement[entries] = index;
                weight[entries] = strength * (0.4 + 1.2 * random.nextDouble());
                entries++;
            }
        }
    }

    private int drawCount(int age) {
        if (age < 7) {
            return random.nextDouble() < 0.12 ? 1 : 0;
        }
        if (age < Shops.NEW_DAYS) {
            return random.nextInt(3);
        }
        return 1 + random.nextInt(3) + random.nextInt(3);
    }

    private double affinity(int row, int index, String homeField) {
        Placement where = placements.get(index);
        if (where.festival() != null || !where.fits(merchants.categories(row))) {
            return 0;
        }
        double size = Math.sqrt((double) where.impressions());
        return size
                * (where.field().equals(homeField) ? 3 : 1)
                * (where.categories().isEmpty() ? 1 : 2);
    }

    private void reserve(int needed) {
        if (needed > placement.length) {
            int length = Math.max(needed, 2 * placement.length);
            placement = Arrays.copyOf(placement, length);
            weight = Arrays.copyOf(weight, length);
        }
    }
}
