package io.trafficallocator.rules;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.trafficallocator.model.RuleReference;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.kie.api.KieBase;
import org.kie.api.definition.rule.Rule;

/**
 * Rules that were vetted and compiled together. Safe for use by several threads. It remembers what it granted on the last
 * few days, but nothing that it grants depends on that.
 */
public final class RuleBook {
    private final KieBase base;
    private final ImmutableList<CompiledRule> compiled;
    private final ImmutableList<RuleReference> rules;
    private final IdentityHashMap<Rule, Integer> index;
    private final String digest;

    private final ImmutableList<RuleSource> sources;

    private final ImmutableList<Supplier<RuleBook>> alone;
    private final Days days = new Days();

    private RuleBook(RuleCompiler.Result result, List<RuleSource> sources, String digest) {
        this.sources = ImmutableList.copyOf(sources);
        this.base = result.base();
        this.compiled = result.rules();
        this.rules = compiled.stream().map(CompiledRule::reference).collect(ImmutableList.toImmutableList());
        this.index = result.index();
        this.digest = digest;
        this.alone = IntStream.range(0, compiled.size())
                .<Supplier<RuleBook>>mapToObj(rule -> Suppliers.memoize(() -> new RuleBook(this, rule)))
                .collect(ImmutableList.toImmutableList());
    }

    private RuleBook(RuleBook whole, int rule) {
        RuleReference only = whole.rules.get(rule);
        RuleSource source = whole.sources.stream()
                .filter(each -> each.file().equals(only.file()))
                .findFirst()
                .orElseThrow();
        RuleCompiler.Result result = RuleCompiler.compileOne(source, only.rule());
        this.sources = whole.sources;
        this.base = result.base();
        this.compiled = whole.compiled;
        this.rules = whole.rules;
        this.index = result.index();
        this.index.replaceAll((unused, position) -> rule);
        this.digest = whole.digest;
        this.alone = ImmutableList.of();
    }

    /**
     * Vets and compiles rule files. No files give a book without rules, which grants nothing.
     *
     * @throws RuleException when two sources have the same file name, or a rule is refused; it lists every problem that
     *     was found
     */
    public static RuleBook compile(List<RuleSource> sources) {
        return compile(sources, RuleGuards.lenient());
    }

    /** Like {@link #compile(List)}, but with another limit of {@link RuleGuards#rules()}. */
    public static RuleBook compile(List<RuleSource> sources, RuleGuards guards) {
        List<RuleSource> sorted = ImmutableList.sortedCopyOf(Comparator.comparing(RuleSource::file), sources);
        for (int index = 1; index < sorted.size(); index++) {
            String file = sorted.get(index).file();
            if (file.equals(sorted.get(index - 1).file())) {
                throw new RuleException(
                        RuleProblem.of(file, "is listed twice, but files must be unique. Maybe it was added twice."));
            }
        }
        return of(RuleCompiler.compile(sorted, guards), sorted);
    }

    /**
     * Makes sure that a book keeps a limit that it may not have been compiled under.
     *
     * @throws RuleException when it has more rules than {@link RuleGuards#rules()}
     */
    public void check(RuleGuards guards) {
        guards.check(compiled);
    }

    /** Of rules that were compiled from these files, in ascending order of name. */
    static RuleBook of(RuleCompiler.Result compiled, List<RuleSource> sorted) {
        return new RuleBook(compiled, sorted, digest(sorted));
    }

    /**
     * Vets and compiles rule files as {@link #compile} does, but gives what was found in place of throwing it: errors,
     * and warnings about what is allowed but hardly meant.
     *
     * @param context what the rules can be held against; {@link RuleContext#NOTHING_KNOWN} when nothing is known
     */
    public static RuleReport check(List<RuleSource> sources, RuleContext context) {
        return RuleCompiler.check(sources, context);
    }

    /** In ascending order of file, then line. */
    public ImmutableList<RuleReference> rules() {
        return rules;
    }

    /** SHA-256 in hexadecimal over the names and texts of all files, in ascending order of name. */
    public String digest() {
        return digest;
    }

    /** In ascending order of file. */
    ImmutableList<RuleSource> sources() {
        return sources;
    }

    KieBase base() {
        return base;
    }

    /**
     * This book with nothing but one of its rules in the engine; positions are those of the whole book. Compiled at the
     * first call for each rule, then kept.
     */
    RuleBook alone(int rule) {
        return alone.get(rule).get();
    }

    /** What it learned of small requests; nothing that it grants depends on it. */
    Days days() {
        return days;
    }

    ImmutableList<CompiledRule> compiled() {
        return compiled;
    }

    /** The position of a rule in {@link #rules()}. */
    int position(Rule rule) {
        Integer position = index.get(rule);
        if (position == null) {
            throw new IllegalStateException("rule '" + rule.getName() + "' is not of this book");
        }
        return position;
    }

    private static String digest(List<RuleSource> sorted) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (RuleSource source : sorted) {
            for (String part : List.of(source.file(), source.text())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                hasher.putInt(bytes.length).putBytes(bytes);
            }
        }
        return hasher.hash().toString();
    }
}
