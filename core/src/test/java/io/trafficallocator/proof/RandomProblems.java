package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Seeded problems of every awkward shape: the same seed and size give the same problem for ever. */
public final class RandomProblems {
    private RandomProblems() {}

    /** How large the problems are. */
    public enum Size {
        /** Up to 6 merchants and 4 placements, often fewer, sometimes none. */
        TINY(6, 4),
        /** Up to 20 merchants and 8 placements. */
        SMALL(20, 8),
        /** Up to 120 merchants and 15 placements. */
        MEDIUM(120, 15),
        /** Up to 40 merchants of at most 4 kinds, which draw on the same groups of up to 12 placements. */
        ALIKE(40, 12);

        private final int merchants;
        private final int placements;

        Size(int merchants, int placements) {
            this.merchants = merchants;
            this.placements = placements;
        }
    }

    public static Problem of(long seed, Size size) {
        return new Dice(new SplittableRandom(seed)).problem(size);
    }

    /** One problem being drawn. */
    private static final class Dice {
        private final SplittableRandom random;
        private final ProblemDraft draft = new ProblemDraft();

        Dice(SplittableRandom random) {
            this.random = random;
        }

        private boolean chance(double probability) {
            return random.nextDouble() < probability;
        }

        Problem problem(Size size) {
            int placements = chance(0.1) ? 1 : random.nextInt(chance(0.03) ? 1 : size.placements + 1);
            int merchants = chance(0.1) ? 1 : random.nextInt(chance(0.03) ? 1 : size.merchants + 1);
            int fields = 1 + random.nextInt(3);
            double scale = Math.pow(10, random.nextInt(7));
            double orders = chance(0.25) ? 12 : chance(0.3) ? 0 : 2;
            boolean concentrated = chance(0.25);
            long[] supply = new long[placements];
            long total = 0;
            for (int p = 0; p < placements; p++) {
                supply[p] = chance(0.1) ? 0 : 1 + (long) (scale * random.nextDouble() * 3);
                long limit = concentrated ? (long) (supply[p] * (0.02 + 0.6 * random.nextDouble())) : supply[p];
                draft.placement(supply[p], random.nextInt(fields), limit, random.nextInt(5) / 20.0);
                total += supply[p];
            }
            double density = chance(0.2) ? 1 : 0.15 + 0.8 * random.nextDouble();
            boolean[][] kinds = size == Size.ALIKE ? kinds(placements, density) : new boolean[0][];
            for (int m = 0; m < merchants; m++) {
                draft.merchant();
                boolean[] drawnOn = kinds.length == 0 ? null : kinds[random.nextInt(kinds.length)];
                for (int p = 0; p < placements; p++) {
                    if (drawnOn == null ? chance(density) : drawnOn[p]) {
                        draft.cell(m, p, chance(0.15) ? 1 : Math.pow(10, orders * (random.nextDouble() - 0.5)));
                    }
                }
            }
            if (placements > 0 && merchants > 0) {
                bounds(merchants, placements, supply, total);
                boosts(merchants, placements, total);
                if (chance(0.3)) {
                    Set<Integer> equal = new HashSet<>();
                    for (int twins = 1 + random.nextInt(3); twins > 0; twins--) {
                        int merchant = random.nextInt(merchants);
                        equal.add(merchant);
                        equal.add(draft.twinOf(merchant));
                    }
                    if (chance(0.5)) {
                        draft.dealOddImpressions(random, equal);
                    }
                }
            }
            return draft.build();
        }

        /** Which placements each kind of merchant draws on: some are the same to all kinds. */
        private boolean[][] kinds(int placements, double density) {
            boolean[][] kinds = new boolean[1 + random.nextInt(4)][placements];
            for (boolean[] kind : kinds) {
                int from = 0;
                while (from < placements) {
                    int to = Math.min(placements, from + 1 + random.nextInt(4));
                    Arrays.fill(kind, from, to, chance(density));
                    from = to;
                }
            }
            return kinds;
        }

        private void bounds(int merchants, int placements, long[] supply, long total) {
            double guaranteed = chance(0.2) ? 0 : chance(0.2) ? 1 : random.nextDouble();
            double capped = chance(0.4) ? 0 : chance(0.1) ? 1 : random.nextDouble() * 0.6;
            double scarcity = chance(0.4) ? 0.3 : chance(0.5) ? 1 : 4;
            int tiers = 1 + random.nextInt(3);
            boolean nested = chance(0.6);
            for (int m = 0; m < merchants; m++) {
                if (chance(guaranteed)) {
                    for (int more = nested ? 1 + random.nextInt(4) : 1; more > 0; more--) {
                        int scope = nested ? anyScope(placements) : 0;
                        draft.guarantee(m, scope, amount(scarcity, merchants, scope, supply, total), tier(tiers));
                    }
                }
                if (chance(capped)) {
                    for (int more = 1 + random.nextInt(2); more > 0; more--) {
                        int scope = anyScope(placements);
                        long most = amount(1.5, merchants, scope, supply, total);
                        draft.cap(m, scope, chance(0.1) ? 0 : most);
                    }
                }
            }
        }

        private int tier(int tiers) {
            return 1 + random.nextInt(tiers);
        }

        private int anyScope(int placements) {
            return random.nextInt(1 + draft.fields() + placements);
        }

        private long amount(double scarcity, int merchants, int scope, long[] supply, long total) {
            int placement = scope - 1 - draft.fields();
            double base = placement >= 0 ? supply[placement] : total;
            return 1 + (long) (base * scarcity * random.nextDouble() * (chance(0.1) ? 5 : 2) / Math.max(1, merchants));
        }

        private void boosts(int merchants, int placements, long total) {
            if (chance(0.4)) {
                return;
            }
            int groups = 1 + random.nextInt(3);
            for (int group = 0; group < groups; group++) {
                boolean inYuan = chance(0.5);
                double pool = chance(0.3)
                        ? Double.POSITIVE_INFINITY
                        : chance(0.2) ? 0 : total * random.nextDouble() * (inYuan ? 0.02 : 0.3);
                draft.boostGroup(pool, inYuan);
            }
            if (chance(0.5)) {
                draft.boostLimit(1 + 3 * random.nextDouble());
            }
            double boosted = random.nextDouble();
            for (int m = 0; m < merchants; m++) {
                for (int group = 0; group < groups; group++) {
                    if (chance(boosted)) {
                        double factor = chance(0.05) ? 1 : 1 + random.nextDouble() * (chance(0.1) ? 50 : 3);
                        draft.boost(m, anyScope(placements), factor, group);
                    }
                }
            }
        }
    }
}
