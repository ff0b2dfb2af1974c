package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.entitlements.OrganicDemand;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.Shortfall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Explains a plan from everything that it was made from. Making one goes over all cells once; the first explanation of a
 * merchant plans once more for each programme. Safe for use by several threads.
 */
public final class Explainer {
    private static final int MOST_LIFTED = 10;
    private static final int THOUSANDTHS = 3;

    private final Planning planning;
    private final Plan plan;
    private final AllocationRequest request;
    private final OrganicDemand organic;
    private final double[] cellWeights;
    private final Ledger ledger;
    private final Words words;
    private final Counterfactuals counterfactuals;

    public Explainer(Planning planning, Plan plan, Workers workers) {
        this.planning = planning;
        this.plan = plan;
        this.request = planning.request();
        this.organic = OrganicDemand.of(request, planning.eligibility(), workers);
        this.cellWeights = Ledger.cellWeights(planning);
        this.ledger = Ledger.of(planning, trace());
        this.words = new Words(planning, ledger);
        this.counterfactuals = new Counterfactuals(planning, workers);
    }

    /**
     * Why a merchant has what the plan gives it.
     *
     * @throws InvalidRequestException when there is no merchant of that id
     */
    public Explanation explain(String merchant) {
        int row = request.merchants().row(merchant);
        if (row < 0) {
            throw unknown("merchant", merchant);
        }
        List<Part> parts = new ArrayList<>();
        trace().visit(row, parts::add);
        ImmutableList.Builder<CellExplanation> cells = ImmutableList.builder();
        BigDecimal natural = BigDecimal.ZERO.setScale(THOUSANDTHS);
        for (int from = 0, to; from < parts.size(); from = to) {
            for (to = from + 1;
                    to < parts.size()
                            && parts.get(to).placement() == parts.get(from).placement();
                    to++) {
                // Parts of one placement stand side by side.
            }
            CellExplanation cell = explain(parts.subList(from, to));
            natural = natural.add(cell.organic());
            cells.add(cell);
        }
        long planned = plan.total(merchant);
        return new Explanation(
                merchant,
                natural,
                planned,
                entitlements(row),
                cells.build(),
                shortfalls(merchant),
                counterfactuals.of(row, planned),
                ImmutableList.of());
    }

    /**
     * What a placement was scarce for.
     *
     * @throws InvalidRequestException when there is no placement of that id
     */
    public PlacementExplanation explainPlacement(String id) {
        int index = request.placements().index(id);
        if (index < 0) {
            throw unknown("placement", id);
        }
        Placement placement = request.placements().get(index);
        return new PlacementExplanation(
                id,
                placement.field(),
                placement.impressions(),
                placement.impressions() - plan.unallocated(index),
                plan.unallocated(index),
                planning.solution().price()[index],
                plan.shortfalls().stream()
                        .filter(shortfall -> shortfall.reason() == Shortfall.Reason.SUPPLY_EXHAUSTED
                                && shortfall.by().contains(id))
                        .collect(ImmutableList.toImmutableList()),
                lifted(index),
                ledger.effects(index, index + 1));
    }

    /** What each programme moves over the whole plan, ascending by programme. */
    public ImmutableList<ProgrammeEffect> effects() {
        return ledger.effects(0, request.placements().count());
    }

    private CellExplanation explain(List<Part> parts) {
        Part first = parts.get(0);
        Part last = parts.get(parts.size() - 1);
        Placement placement = request.placements().get(first.placement());
        BigDecimal before = thousandths(first.before());
        ImmutableList.Builder<Step> steps = ImmutableList.builder();
        for (Part part : parts) {
            BigDecimal after = thousandths(part.after());
            if (after.compareTo(before) != 0) {
                steps.add(words.step(part, after.subtract(before)));
            }
            before = after;
        }
        return new CellExplanation(
                placement.id(),
                placement.field(),
                thousandths(first.before()),
                Math.round(last.after()),
                steps.build());
    }

    private ImmutableList<PlacementExplanation.Lifted> lifted(int placement) {
        Merchants merchants = request.merchants();
        List<PlacementExplanation.Lifted> lifted = new ArrayList<>();
        int[] owners = planning.problem().guarantees().merchant();
        Trace trace = trace();
        for (int bound = 0; bound < owners.length; bound++) {
            int owner = owners[bound];
            if (bound == 0 || owners[bound - 1] != owner) {
                trace.visit(owner, part -> {
                    if (part.placement() == placement && part.cause() == Cause.GUARANTEE) {
                        String id = merchants.id(owner);
                        lifted.add(new PlacementExplanation.Lifted(
                                id,
                                part.moved(),
                                plan.impressions(
                                        id, request.placements().get(placement).id()),
                                words.step(part, BigDecimal.ZERO).rules()));
                    }
                });
            }
        }
        lifted.sort(Comparator.comparingDouble((PlacementExplanation.Lifted one) -> -one.impressions())
                .thenComparing(PlacementExplanation.Lifted::merchant));
        return lifted.stream().limit(MOST_LIFTED).collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<Entitlement> entitlements(int row) {
        return ImmutableList.copyOf(plan.entitlements()
                .subList(
                        planning.entitlements().start(row),
                        planning.entitlements().start(row + 1)));
    }

    private ImmutableList<Shortfall> shortfalls(String merchant) {
        return plan.shortfalls().stream()
                .filter(shortfall -> shortfall.merchant().equals(merchant))
                .collect(ImmutableList.toImmutableList());
    }

    private Trace trace() {
        return new Trace(planning, organic, cellWeights);
    }

    private static BigDecimal thousandths(double impressions) {
        return BigDecimal.valueOf(Math.round(impressions * 1000), THOUSANDTHS);
    }

    private static InvalidRequestException unknown(String kind, String id) {
        return new InvalidRequestException(
                kind + " '" + id + "' is unknown, but must be one of the request. Maybe it is a typing error.");
    }
}
