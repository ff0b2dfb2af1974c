package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.trafficallocator.model.RuleReference;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.kie.api.KieBase;
import org.kie.api.definition.rule.Rule;

/** Rules that were vetted and compiled together. Immutable and safe for use by several threads. */
public final class RuleBook {
    private final KieBase base;
    private final ImmutableList<CompiledRule> compiled;
    private final ImmutableList<RuleReference> rules;
    private final IdentityHashMap<Rule, Integer> index;
    private final String digest;

    private final ImmutableList<RuleSource> sources;

    private RuleBook(RuleCompiler.Result result, List<RuleSource> sources, String digest) {
        this.sources = ImmutableList.copyOf(sources);
        this.base = result.base();
        this.compiled = result.rules();
        this.rules = compiled.stream().map(CompiledRule::reference).collect(ImmutableList.toImmutableList());
        this.index = result.index();
        this.digest = digest;
    }

    /**
     * Vets and compiles rule files. No files give a book without rules, which grants nothing.
     *
     * @throws RuleException when two sources have the same file name, or a rule is refused; it lists every problem that
     *     was found
     */
    public static RuleBook compile(List<RuleSource> sources) {
        List<RuleSource> sorted = ImmutableList.sortedCopyOf(Comparator.comparing(RuleSource::file), sources);
        for (int index = 1; index < sorted.size(); index++) {
            String file = sorted.get(index).file();
            if (file.equals(sorted.get(index - 1).file())) {
                throw new RuleException(
                        RuleProblem.of(file, "is listed twice, but files must be unique. Maybe it was added twice."));
            }
        }
        return new RuleBook(RuleCompiler.compile(sorted), sorted, digest(sorted));
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
