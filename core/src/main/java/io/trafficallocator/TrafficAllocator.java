package io.trafficallocator;

import com.google.common.base.Ticker;
import io.trafficallocator.explain.Explanation;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.StageTimes;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleFailures;
import io.trafficallocator.rules.RuleGuards;
import io.trafficallocator.rules.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns facts and rules into a plan. Build one, keep it, and call {@link #allocate} as often as you like: it is
 * immutable, safe for use by several threads, and holds nothing that needs closing.
 */
public final class TrafficAllocator {
    private static final Logger LOGGER = LoggerFactory.getLogger(TrafficAllocator.class);

    private final RuleBook rules;
    private final Workers workers;
    private final Ticker ticker;
    private final RuleGuards guards;

    private TrafficAllocator(Builder builder) {
        this.rules = builder.book();
        this.guards = builder.guards;
        this.workers = Workers.of(builder.threads);
        this.ticker = builder.ticker;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The best plan under what the rules promise. A rule that fails at a merchant is left out there, and the plan says so:
     * {@link Plan#isIncomplete}. It is logged too, once for each such rule.
     *
     * @throws io.trafficallocator.rules.RuleException when rules reach one of their {@link RuleGuards}: they fire without
     *     end, grant too much or take too long; or when a rule fails and {@link Builder#strict} was asked for
     * @throws io.trafficallocator.model.InvalidRequestException when there is more to plan than a plan can hold
     */
    public Plan allocate(AllocationRequest request) {
        StageTimes times = new StageTimes(ticker);
        return Planning.ofPlanOnly(request, evaluate(request, times), workers, times)
                .plan(rules.digest(), workers, times);
    }

    /**
     * The plan for facts that have changed since an earlier one: begun where that ended, it is made faster. It differs from
     * what {@link #allocate} says of the same request by at most one impression in a cell, as real numbers that are all but
     * whole may be rounded either way. So its digest is not the one that a fresh plan would have.
     *
     * @param earlier any plan, such as one read from a file; the more alike the facts, the more it saves
     * @throws io.trafficallocator.rules.RuleException as in {@link #allocate}
     * @throws io.trafficallocator.model.InvalidRequestException as in {@link #allocate}
     */
    public Plan replan(AllocationRequest request, Plan earlier) {
        StageTimes times = new StageTimes(ticker);
        return Planning.ofPlanOnly(request, evaluate(request, times), earlier, workers, times)
                .plan(rules.digest(), workers, times);
    }

    /**
     * Why a merchant has what the plan for this request gives it. To explain several, {@link #run} once.
     *
     * @throws io.trafficallocator.model.InvalidRequestException when there is no merchant of that id
     */
    public Explanation explain(AllocationRequest request, String merchant) {
        return run(request).explain(merchant);
    }

    /** SHA-256 of the rules, in hexadecimal: what every plan of this allocator names as its rules. */
    public String rulesDigest() {
        return rules.digest();
    }

    /** Like {@link #allocate}, but keeps with the plan all that explains it: several times the memory. */
    public Allocation run(AllocationRequest request) {
        StageTimes times = new StageTimes(ticker);
        Planning planning = Planning.of(request, evaluate(request, times), workers, times);
        return new Allocation(planning, planning.plan(rules.digest(), workers, times), rules, workers);
    }

    private Grants evaluate(AllocationRequest request, StageTimes times) {
        Grants grants = times.time("rules", () -> RuleEvaluation.evaluate(rules, request, workers, guards));
        warn(grants.failures());
        return grants;
    }

    private static void warn(RuleFailures failures) {
        failures.merchantsByRule()
                .forEach((rule, merchants) -> LOGGER.warn(
                        "rule '{}' ({}) failed at {} merchants and was left out there: the plan is incomplete",
                        rule.rule(),
                        rule.source(),
                        merchants));
        if (!failures.isEmpty()) {
            LOGGER.warn("the first failure of a rule: {}", failures.first().get(0));
        }
    }

    /** Collects rules and settings. Not safe for use by several threads. */
    public static final class Builder {
        private final List<RuleSource> rules = new ArrayList<>();
        private @Nullable RuleBook ruleBook;
        private int threads = Runtime.getRuntime().availableProcessors();
        private Ticker ticker = Ticker.systemTicker();
        private RuleGuards guards = RuleGuards.lenient();

        private Builder() {}

        /**
         * Adds a rule file that stands on the class path, such as {@code packs/launch.drl}. The thread's context class
         * loader is asked first, then the one of this library.
         *
         * @throws io.trafficallocator.rules.RuleException when there is no such file
         */
        public Builder rulesFromClassPath(String resource) {
            rules.add(RuleSource.fromClassPath(resource));
            return this;
        }

        /**
         * Adds every {@code .drl} file in a folder and the folders inside it.
         *
         * @throws io.trafficallocator.rules.RuleException when the folder cannot be read, or holds no rules
         */
        public Builder rulesFromFolder(Path folder) {
            rules.addAll(RuleSource.fromFolder(folder));
            return this;
        }

        /** Adds rules from a string; the name is used in messages and explanations. */
        public Builder rules(String name, String text) {
            rules.add(new RuleSource(name, text));
            return this;
        }

        /** Takes rules that were compiled before; then no others can be added. */
        public Builder ruleBook(RuleBook compiled) {
            this.ruleBook = compiled;
            return this;
        }

        /** How many threads a call of {@link TrafficAllocator#allocate} may use; every core when not set. */
        public Builder threads(int count) {
            this.threads = count;
            return this;
        }

        /** A rule that fails at a merchant ends {@link TrafficAllocator#allocate}, instead of being left out there. */
        public Builder strict() {
            this.guards = guards.withStrict(true);
            return this;
        }

        /** How far rules may go: {@link RuleGuards#lenient()} when not set. */
        public Builder guards(RuleGuards limits) {
            this.guards = limits;
            return this;
        }

        /** The clock that stages are timed with. */
        Builder ticker(Ticker nanoseconds) {
            this.ticker = nanoseconds;
            return this;
        }

        /**
         * Compiles the rules.
         *
         * @throws io.trafficallocator.rules.RuleException when a rule is refused; it lists every problem that was found
         */
        public TrafficAllocator build() {
            return new TrafficAllocator(this);
        }

        private RuleBook book() {
            if (ruleBook == null) {
                return RuleBook.compile(rules, guards);
            }
            if (!rules.isEmpty()) {
                throw new IllegalStateException("rules is '" + rules.get(0).file()
                        + "', but a rule book was given too, and holds all rules. Maybe compile it from that file as"
                        + " well.");
            }
            ruleBook.check(guards);
            return ruleBook;
        }
    }
}
