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
import io.trafficallocator.rules.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns facts and rules into a plan. Build one, keep it, and call {@link #allocate} as often as you like: it is
 * immutable, safe for use by several threads, and holds nothing that needs closing.
 */
public final class TrafficAllocator {
    private final RuleBook rules;
    private final Workers workers;
    private final Ticker ticker;

    private TrafficAllocator(Builder builder) {
        this.rules = builder.book();
        this.workers = Workers.of(builder.threads);
        this.ticker = builder.ticker;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The best plan under what the rules promise.
     *
     * @throws io.trafficallocator.rules.RuleException when a rule throws, grants something impossible, or fires without
     *     end
     * @throws io.trafficallocator.model.InvalidRequestException when there is more to plan than a plan can hold
     */
    public Plan allocate(AllocationRequest request) {
        StageTimes times = new StageTimes(ticker);
        return Planning.ofPlanOnly(request, evaluate(request, times), workers, times)
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

    /** Like {@link #allocate}, but keeps with the plan all that explains it: several times the memory. */
    public Allocation run(AllocationRequest request) {
        StageTimes times = new StageTimes(ticker);
        Planning planning = Planning.of(request, evaluate(request, times), workers, times);
        return new Allocation(planning, planning.plan(rules.digest(), workers, times), workers);
    }

    private Grants evaluate(AllocationRequest request, StageTimes times) {
        return times.time("rules", () -> RuleEvaluation.evaluate(rules, request, workers));
    }

    /** Collects rules and settings. Not safe for use by several threads. */
    public static final class Builder {
        private final List<RuleSource> rules = new ArrayList<>();
        private @Nullable RuleBook ruleBook;
        private int threads = Runtime.getRuntime().availableProcessors();
        private Ticker ticker = Ticker.systemTicker();

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
                return RuleBook.compile(rules);
            }
            if (!rules.isEmpty()) {
                throw new IllegalStateException("rules is '" + rules.get(0).file()
                        + "', but a rule book was given too, and holds all rules. Maybe compile it from that file as"
                        + " well.");
            }
            return ruleBook;
        }
    }
}
