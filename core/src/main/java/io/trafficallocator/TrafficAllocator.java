package io.trafficallocator;

import io.trafficallocator.explain.Explanation;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns facts and rules into a plan. Build one, keep it, and call {@link #allocate} as often as you like: it is
 * immutable, safe for use by several threads, and holds nothing that needs closing.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TrafficAllocator {
    private final RuleBook rules;
    private final Workers workers;

    private TrafficAllocator(Builder builder) {
        this.rules = builder.book();
        this.workers = Workers.of(builder.threads);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The best plan under what the rules promise. */
    public Plan allocate(AllocationRequest request) {
        throw new IllegalStateException(
                "the stages are not connected" + rules.rules().size() + workers.threads());
    }

    /** Why a merchant has what the plan for this request gives it. */
    public Explanation explain(AllocationRequest request, String merchant) {
        throw new IllegalStateException(
                "the stages are not connected" + rules.rules().size());
    }

    /** Collects rules and settings. Not safe for use by several threads. */
    public static final class Builder {
        private final List<RuleSource> rules = new ArrayList<>();
        private @Nullable RuleBook ruleBook;
        private int threads = Runtime.getRuntime().availableProcessors();

        private Builder() {}

        /** Adds a rule file that stands on the class path, such as {@code /packs/launch.drl}. */
        public Builder rulesFromClassPath(String resource) {
            rules.add(RuleSource.fromClassPath(resource, TrafficAllocator.class.getClassLoader()));
            return this;
        }

        /** Adds every {@code .drl} file in a folder and the folders inside it. */
        public Builder rulesFromFolder(Path folder) {
            rules.addAll(RuleSource.fromFolder(folder));
            return this;
        }

        /** Adds rules from a string; the name is used in messages and explanations. */
        public Builder rules(String name, String text) {
            rules.add(new RuleSource(name, text));
            return this;
        }

        /** Takes rules that were compiled before, in place of any added as files or texts. */
        public Builder ruleBook(RuleBook compiled) {
            this.ruleBook = compiled;
            return this;
        }

        /** How many threads a call of {@link TrafficAllocator#allocate} may use; every core when not set. */
        public Builder threads(int count) {
            this.threads = count;
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
            return ruleBook == null ? RuleBook.compile(rules) : ruleBook;
        }
    }
}
