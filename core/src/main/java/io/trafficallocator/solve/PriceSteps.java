package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * Truncated Newton steps on the logarithms of the placements' prices: conjugate gradients on the dual's Hessian,
 * preconditioned by its diagonal, then a line search on the slope along the direction, which is monotone because the
 * dual is convex (Nocedal and Wright, Numerical Optimization, chapter 7).
 */
final class PriceSteps {
    private static final int MOST_INNER = 250;
    private static final int MOST_HALVINGS = 40;
    private static final double RIDGE = 1e-12;
    private static final double LONGEST = 8;

    private final Projection projection;
    private final double[] direction;
    private final double[] residual;
    private final double[] search;
    private final double[] image;

    PriceSteps(Projection projection, int placements) {
        this.projection = projection;
        this.direction = new double[placements];
        this.residual = new double[placements];
        this.search = new double[placements];
        this.image = new double[placements];
    }

    /** One step; the projection is left evaluated at the new prices. */
    void step() {
        solve();
        double slope = 0;
        double longest = 0;
        for (int placement = 0; placement < direction.length; placement++) {
            slope += projection.lack(placement) * direction[placement];
            longest = Math.max(longest, Math.abs(direction[placement]));
        }
        double length = longest > LONGEST ? LONGEST / longest : 1;
        double[] start = projection.copyOfPrices();
        double shortest = 0;
        double longestTried = Double.POSITIVE_INFINITY;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            projection.setPrices(start, direction, length);
            projection.evaluate();
            double now = 0;
            for (int placement = 0; placement < direction.length; placement++) {
                now += projection.lack(placement) * direction[placement];
            }
            // Far beyond the least of the dual it may have grown: where hardly any cell is between its bounds, steps
            // would go round.
            if (now <= 0.9 * slope && now >= -0.1 * slope) {
                return;
            }
            if (now > 0) {
                shortest = length;
                if (halving > 6) {
                    return;
                }
            } else {
                longestTried = length;
            }
            length = longestTried == Double.POSITIVE_INFINITY ? 2 * length : 0.5 * (shortest + longestTried);
        }
    }

    private void solve() {
        int count = direction.length;
        boolean[] free = new boolean[count];
        double norm = 0;
        for (int placement = 0; placement < count; placement++) {
            free[placement] = projection.mayMove(placement);
            direction[placement] = 0;
            residual[placement] = free[placement] ? projection.lack(placement) : 0;
            norm += residual[placement] * precondition(placement, residual[placement]);
        }
        Arrays.setAll(search, placement -> precondition(placement, residual[placement]));
        double goal = norm * 1e-6 * Math.min(1, norm);
        for (int inner = 0; inner < MOST_INNER && norm > goal && norm > 0; inner++) {
            projection.multiply(search, image);
            double curvature = 0;
            for (int placement = 0; placement < count; placement++) {
                image[placement] = free[placement]
                        ? image[placement] + RIDGE * (projection.stiffness(placement) + 1e-3) * search[placement]
                        : 0;
                curvature += image[placement] * search[placement];
            }
            if (!(curvature > 0)) {
                break;
            }
            double length = norm / curvature;
            double next = 0;
            for (int placement = 0; placement < count; placement++) {
                direction[placement] += length * search[placement];
                residual[placement] -= length * image[placement];
                next += residual[placement] * precondition(placement, residual[placement]);
            }
            double carry = next / norm;
            for (int placement = 0; placement < count; placement++) {
                search[placement] = precondition(placement, residual[placement]) + carry * search[placement];
            }
            norm = next;
        }
    }

    private double precondition(int placement, double value) {
        return value / (projection.stiffness(placement) + 1e-9);
    }
}
