package io.trafficallocator.benchmarks;

import io.trafficallocator.entitlements.ConcentrationLimit;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.solve.Solution;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Checks a plan of any size merchant by merchant, in memory that does not grow with it: whole numbers, supply, access,
 * exclusions, caps, concentration, guarantees and shortfalls, pools, and that each cell is within one of share × price ×
 * multipliers. It takes from the plan's making only who holds what, and works all sums out by itself.
 */
final class PlanCheck {
    private static final int MERCHANTS_PER_PIECE = 1 << 16;
    private static final double INEXACT = 1e-6;

    private final AllocationRequest request;
    private final Merchants merchants;
    private final DemandTable demand;
    private final Scopes scopes;
    private final Planning planning;
    private final Entitlements entitlements;
    private final Solution.Multipliers multipliers;
    private final Plan plan;
    private final Workers workers;
    private final long[] limit;
    private final double[] exponent;
    /** Impressions for each unit of weight × boost, times the placement's price. */
    private final double[] perWeight;

    private PlanCheck(AllocationRequest request, Planning planning, Plan plan, Workers workers) {
        this.request = request;
        this.merchants = request.merchants();
        this.demand = request.demand();
        this.scopes = request.placements().scopes();
        this.planning = planning;
        this.entitlements = planning.entitlements();
        this.multipliers = planning.solution().multipliers();
        this.plan = plan;
        this.workers = workers;
        this.limit = ConcentrationLimit.of(request);
        this.exponent =
                plan.pools().stream().mapToDouble(PoolSpend::boostExponent).toArray();
        this.perWeight = new double[request.placements().count()];
    }

    /**
     * Checks everything.
     *
     * @throws IllegalStateException with the first thing that is wrong
     */
    static void check(AllocationRequest request, Planning planning, Plan plan, Workers workers) {
        new PlanCheck(request, planning, plan, workers).check();
    }

    /** What some of the merchants come to. */
    private final class Sums {
        final double[] weight = new double[perWeight.length];
        final long[] impressions = new long[perWeight.length];
        final double[] prior = new double[perWeight.length];
        final double[] spend = new double[exponent.length];
        long lacking;
        long due;
        long planned;
    }

    private void check() {
        require(plan.merchants() == merchants.count(), "the plan has other merchants than the request");
        int pieces = Workers.pieces(merchants.count(), MERCHANTS_PER_PIECE);
        Sums[] sums = new Sums[pieces];
        workers.run(merchants.count(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            sums[piece] = new Sums();
            for (int merchant = from; merchant < to; merchant++) {
                for (int cell = plan.start(merchant); cell < plan.start(merchant + 1); cell++) {
                    sums[piece].weight[plan.placement(cell)] += boostedWeight(merchant, cell);
                }
            }
        });
        for (int placement = 0; placement < perWeight.length; placement++) {
            double weight = 0;
            for (Sums sum : sums) {
                weight += sum.weight[placement];
            }
            perWeight[placement] = weight == 0
                    ? 0
                    : request.placements().get(placement).impressions()
                            / weight
                            * planning.solution().price()[placement];
        }
        workers.run(merchants.count(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Sums sum = new Sums();
            sums[piece] = sum;
            int at = firstMultiplier(from);
            for (int merchant = from; merchant < to; merchant++) {
                checkCells(merchant, sum);
                at = checkForm(merchant, at);
                checkBounds(merchant, sum);
                addSpend(merchant, sum);
            }
        });
        checkSums(sums);
    }

    private double boostedWeight(int merchant, int cell) {
        double factor = 1;
        for (int row = entitlements.start(merchant); row < entitlements.start(merchant + 1); row++) {
            if (entitlements.kind(row) == EntitlementKind.BOOST
                    && entitlements.amount(row) > 1
                    && scopes.covers(entitlements.scope(row), plan.placement(cell))) {
                factor *= Math.pow(entitlements.amount(row), exponent[entitlements.programme(row)]);
            }
        }
        return planning.cells().weight(cell) * Math.min(request.settings().boostLimit(), factor);
    }

    private int firstMultiplier(int merchant) {
        int at = Arrays.binarySearch(multipliers.merchant(), merchant);
        while (at > 0 && multipliers.merchant()[at - 1] == merchant) {
            at--;
        }
        return at < 0 ? -at - 1 : at;
    }

    /** Who may be shown there, and with what weight. */
    private void checkCells(int merchant, Sums sums) {
        int entry = demand.start(merchant);
        int before = -1;
        for (int cell = plan.start(merchant); cell < plan.start(merchant + 1); cell++) {
            int at = plan.placement(cell);
            require(at > before, merchant, () -> "has cells that do not ascend");
            before = at;
            Placement placement = request.placements().get(at);
            require(placement.fits(merchants.categories(merchant)), merchant, () -> "does not fit " + placement.id());
            require(
                    placement.festival() == null || holds(merchant, at, EntitlementKind.ACCESS),
                    merchant,
                    () -> "has no access to " + placement.id());
            require(
                    !holds(merchant, at, EntitlementKind.EXCLUSION),
                    merchant,
                    () -> "is excluded from " + placement.id());
            while (entry < demand.start(merchant + 1) && demand.placement(entry) < at) {
                entry++;
            }
            boolean wanted =
                    entry < demand.start(merchant + 1) && demand.placement(entry) == at && demand.weight(entry) > 0;
            double weight = planning.cells().weight(cell);
            if (wanted) {
                require(weight == demand.weight(entry), merchant, () -> "has another weight at " + placement.id());
            } else {
                require(
                        holds(merchant, at, EntitlementKind.GUARANTEE)
                                || holds(merchant, at, EntitlementKind.BOOST)
                                || holds(merchant, at, EntitlementKind.ACCESS),
                        merchant,
                        () -> "is shown at " + placement.id() + " without demand or grant");
                require(
                        sums.prior[at] == 0 || sums.prior[at] == weight,
                        merchant,
                        () -> "has another prior weight at " + placement.id());
                sums.prior[at] = weight;
            }
            long impressions = plan.impressions(cell);
            require(
                    impressions >= 0 && impressions <= limit[at],
                    merchant,
                    () -> "has " + impressions + " at " + placement.id() + ", where its limit is " + limit[at]);
            sums.impressions[at] += impressions;
        }
    }

    private boolean holds(int merchant, int placement, EntitlementKind kind) {
        for (int row = entitlements.start(merchant); row < entitlements.start(merchant + 1); row++) {
            if (entitlements.kind(row) == kind && scopes.covers(entitlements.scope(row), placement)) {
                return true;
            }
        }
        return false;
    }

    /** Each cell is within one of share × price × multipliers. Gives back where the next merchant's multipliers start. */
    private int checkForm(int merchant, int first) {
        int end = first;
        while (end < multipliers.merchant().length && multipliers.merchant()[end] == merchant) {
            end++;
        }
        for (int cell = plan.start(merchant); cell < plan.start(merchant + 1); cell++) {
            double real = real(merchant, cell, first, end);
            long impressions = plan.impressions(cell);
            int placement = plan.placement(cell);
            require(
                    Math.abs(impressions - real) < 1 + INEXACT * (1 + real),
                    merchant,
                    () -> "has " + impressions + " at placement " + placement + ", but the form gives " + real);
        }
        return end;
    }

    private double real(int merchant, int cell, int firstMultiplier, int endOfMultipliers) {
        double real = boostedWeight(merchant, cell) * perWeight[plan.placement(cell)];
        for (int at = firstMultiplier; at < endOfMultipliers; at++) {
            if (scopes.covers(multipliers.scope()[at], plan.placement(cell))) {
                real *= multipliers.factor()[at];
            }
        }
        return real;
    }

    private long within(int merchant, int scope) {
        long sum = 0;
        for (int cell = plan.start(merchant); cell < plan.start(merchant + 1); cell++) {
            sum += scopes.covers(scope, plan.placement(cell)) ? plan.impressions(cell) : 0;
        }
        return sum;
    }

    private void checkBounds(int merchant, Sums sums) {
        for (int row = entitlements.start(merchant); row < entitlements.start(merchant + 1); row++) {
            if (entitlements.kind(row) == EntitlementKind.CAP) {
                require(
                        within(merchant, entitlements.scope(row)) <= entitlements.impressions(row),
                        merchant,
                        () -> "has more than its cap");
            } else if (entitlements.kind(row) == EntitlementKind.GUARANTEE) {
                long given = within(merchant, entitlements.scope(row));
                if (given < entitlements.impressions(row)) {
                    sums.lacking++;
                    sums.due += entitlements.impressions(row);
                    sums.planned += given;
                }
            }
        }
    }

    private void addSpend(int merchant, Sums sums) {
        for (int row = entitlements.start(merchant); row < entitlements.start(merchant + 1); row++) {
            if (entitlements.kind(row) != EntitlementKind.BOOST || entitlements.amount(row) <= 1) {
                continue;
            }
            int programme = entitlements.programme(row);
            boolean inYuan = entitlements.programmes().get(programme).poolUnit() == PoolUnit.YUAN;
            double gained = -Math.expm1(-exponent[programme] * Math.log(entitlements.amount(row)));
            for (int cell = plan.start(merchant); cell < plan.start(merchant + 1); cell++) {
                Placement placement = request.placements().get(plan.placement(cell));
                if (scopes.covers(entitlements.scope(row), plan.placement(cell))) {
                    sums.spend[programme] +=
                            plan.impressions(cell) * gained * (inYuan ? placement.pricePerMille() / 1000 : 1);
                }
            }
        }
    }

    private void checkSums(Sums[] sums) {
        for (int placement = 0; placement < perWeight.length; placement++) {
            long given = plan.unallocated(placement);
            double prior = 0;
            for (Sums sum : sums) {
                given += sum.impressions[placement];
                require(
                        prior == 0 || sum.prior[placement] == 0 || sum.prior[placement] == prior,
                        "prior weights differ");
                prior = Math.max(prior, sum.prior[placement]);
            }
            Placement of = request.placements().get(placement);
            require(
                    plan.unallocated(placement) >= 0 && given == of.impressions(),
                    "placement " + of.id() + " hands out " + given + " of " + of.impressions());
        }
        long lacking = Arrays.stream(sums).mapToLong(sum -> sum.lacking).sum();
        long due = 0;
        long planned = 0;
        for (Shortfall shortfall : plan.shortfalls()) {
            if (!shortfall.scope().equals(Shortfall.FEN)) {
                lacking--;
                due += shortfall.due();
                planned += shortfall.planned();
            }
        }
        require(
                lacking == 0
                        && due == Arrays.stream(sums).mapToLong(sum -> sum.due).sum()
                        && planned
                                == Arrays.stream(sums)
                                        .mapToLong(sum -> sum.planned)
                                        .sum(),
                "the shortfalls are not those of the plan");
        for (int index = 0; index < exponent.length; index++) {
            PoolSpend pool = plan.pools().get(index);
            int programme = index;
            double spent =
                    Arrays.stream(sums).mapToDouble(sum -> sum.spend[programme]).sum();
            require(
                    spent <= pool.committed() * (1 + INEXACT) + INEXACT
                            && (pool.pool() == null || pool.committed() <= pool.pool()),
                    "programme " + pool.programme() + " spends " + spent + " on boosts and commits " + pool.committed()
                            + " of its pool of " + pool.pool());
        }
    }

    private void require(boolean holds, int merchant, Supplier<String> what) {
        if (!holds) {
            throw new IllegalStateException("merchant " + merchants.id(merchant) + " " + what.get());
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
