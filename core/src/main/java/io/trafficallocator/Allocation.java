package io.trafficallocator;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.trafficallocator.explain.Explainer;
import io.trafficallocator.explain.Explanation;
import io.trafficallocator.explain.PlacementExplanation;
import io.trafficallocator.explain.ProgrammeEffect;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import java.util.function.Supplier;

/**
 * A plan together with all that explains it. Safe for use by several threads. The first explanation takes about as long
 * as the plan did, and that of a merchant as long again for each programme; those after it are quick.
 */
public final class Allocation {
    private final Planning planning;
    private final Plan plan;
    private final RuleBook rules;
    private final Supplier<Explainer> explainer;

    Allocation(Planning planning, Plan plan, RuleBook rules, Workers workers) {
        this.rules = rules;
        this.planning = planning;
        this.plan = plan;
        this.explainer = Suppliers.memoize(() -> new Explainer(planning, plan, workers));
    }

    public AllocationRequest request() {
        return planning.request();
    }

    public Plan plan() {
        return plan;
    }

    /**
     * Why a merchant has what the plan gives it.
     *
     * @throws io.trafficallocator.model.InvalidRequestException when there is no merchant of that id
     */
    public Explanation explain(String merchant) {
        Explanation explanation = explainer.get().explain(merchant);
        return plan.isIncomplete()
                ? explanation.withFailures(RuleEvaluation.failuresAt(rules, request(), merchant))
                : explanation;
    }

    /**
     * What a placement was scarce for.
     *
     * @throws io.trafficallocator.model.InvalidRequestException when there is no placement of that id
     */
    public PlacementExplanation explainPlacement(String placement) {
        return explainer.get().explainPlacement(placement);
    }

    /** What each programme moves over the whole plan, ascending by programme. */
    public ImmutableList<ProgrammeEffect> effects() {
        return explainer.get().effects();
    }
}
