package io.trafficallocator.entitlements;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.parallel.Workers;

/** Finds the cells in two passes over the merchants: the first counts, the second fills. */
final class CellBuilder {
    private static final int MERCHANTS_PER_PIECE = 1 << 14;

    private final AllocationRequest request;
    private final DemandTable demand;
    private final Eligibility eligibility;
    private final Entitlements entitlements;
    private final Workers workers;

    CellBuilder(AllocationRequest request, Eligibility eligibility, Entitlements entitlements, Workers workers) {
        this.request = request;
        this.demand = request.demand();
        this.eligibility = eligibility;
        this.entitlements = entitlements;
        this.workers = workers;
    }

    Cells build() {
        int merchants = request.merchants().count();
        int[] start = new int[merchants + 1];
        workers.run(merchants, MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Pass pass = new Pass(new int[0], new double[0], new boolean[0], new double[0]);
            for (int merchant = from; merchant < to; merchant++) {
                start[merchant + 1] = pass.visit(merchant, -1);
            }
        });
        long total = 0;
        for (int merchant = 0; merchant < merchants; merchant++) {
            total += start[merchant + 1];
            if (total > Integer.MAX_VALUE - 8) {
                throw new InvalidRequestException("the request has more than " + (Integer.MAX_VALUE - 8)
                        + " cells, which is the most a plan can hold. Maybe a rule opens every placement to everyone.");
            }
            start[merchant + 1] = (int) total;
        }
        int[] placement = new int[(int) total];
        double[] weight = new double[(int) total];
        boolean[] fromDemand = new boolean[(int) total];
        double[] prior = anyOpens() ? PriorWeights.of(request, workers) : new double[0];
        workers.run(merchants, MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Pass pass = new Pass(placement, weight, fromDemand, prior);
            for (int merchant = from; merchant < to; merchant++) {
                pass.visit(merchant, start[merchant]);
            }
        });
        return new Cells(start, placement, weight, fromDemand);
    }

    private boolean anyOpens() {
        for (int entitlement = 0; entitlement < entitlements.count(); entitlement++) {
            EntitlementKind kind = entitlements.kind(entitlement);
            if (kind != EntitlementKind.CAP && kind != EntitlementKind.EXCLUSION && kind != EntitlementKind.SUBSIDY) {
                return true;
            }
        }
        return false;
    }

    /** What one thread needs to go through some of the merchants. */
    private final class Pass {
        private final Reach reach = new Reach(eligibility, entitlements);
        private final int[] placement;
        private final double[] weight;
        private final boolean[] fromDemand;
        private final double[] prior;

        Pass(int[] placement, double[] weight, boolean[] fromDemand, double[] prior) {
            this.placement = placement;
            this.weight = weight;
            this.fromDemand = fromDemand;
            this.prior = prior;
        }

        /** Counts a merchant's cells, and writes them from {@code into} on unless that is negative. */
        int visit(int merchant, int into) {
            reach.moveTo(merchant);
            return reach.opensAny() ? visitOpened(merchant, into) : visitDemand(merchant, into);
        }

        private int visitDemand(int merchant, int into) {
            int count = 0;
            int end = demand.start(merchant + 1);
            for (int entry = demand.start(merchant); entry < end; entry++) {
                int at = demand.placement(entry);
                if (demand.weight(entry) > 0 && (reach.allowed(at >>> 6) >>> at & 1) != 0) {
                    if (into >= 0) {
                        write(into + count, at, demand.weight(entry), true);
                    }
                    count++;
                }
            }
            return count;
        }

        private int visitOpened(int merchant, int into) {
            int count = 0;
            int entry = demand.start(merchant);
            int end = demand.start(merchant + 1);
            for (int word = 0; word < eligibility.words(); word++) {
                long bits = reach.opened(word);
                for (int ahead = entry; ahead < end && demand.placement(ahead) >>> 6 == word; ahead++) {
                    if (demand.weight(ahead) > 0) {
                        bits |= 1L << demand.placement(ahead);
                    }
                }
                bits &= reach.allowed(word);
                if (into >= 0) {
                    for (long rest = bits; rest != 0; rest &= rest - 1) {
                        int at = (word << 6) + Long.numberOfTrailingZeros(rest);
                        while (entry < end && demand.placement(entry) < at) {
                            entry++;
                        }
                        boolean found = entry < end && demand.placement(entry) == at && demand.weight(entry) > 0;
                        write(into + count, at, found ? demand.weight(entry) : prior[at], found);
                        count++;
                    }
                } else {
                    count += Long.bitCount(bits);
                }
                while (entry < end && demand.placement(entry) >>> 6 <= word) {
                    entry++;
                }
            }
            return count;
        }

        private void write(int cell, int at, double value, boolean isDemand) {
            placement[cell] = at;
            weight[cell] = value;
            fromDemand[cell] = isDemand;
        }
    }
}
