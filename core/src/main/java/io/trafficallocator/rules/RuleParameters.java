package io.trafficallocator.rules;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Which programmes the rules of a book speak of, and which parameters they read of each, as far as their texts say it: so
 * that a value that nobody reads can be told before it is missed. Immutable and safe for use by several threads.
 */
public final class RuleParameters {
    private static final Set<String> READS = Set.of("number", "text", "list");
    private static final Set<String> READS_ATTRIBUTE = Set.of("attribute", "number", "daysSince");
    private static final String PROGRAMME = "Programme";
    private static final String FESTIVAL = "FestivalDay";
    /** Stands for every programme that is a festival's, and for every programme; no id is empty or has a line feed. */
    static final String ANY_FESTIVAL = "festival\n";

    static final String ANY = "";

    private final Set<Reading> readings = new LinkedHashSet<>();
    private final SetMultimap<Named, ParameterUse> uses = LinkedHashMultimap.create();
    private final Set<String> spokenOf = new HashSet<>();
    private final Set<String> attributes = new HashSet<>();
    private final Set<String> numbers = new HashSet<>();
    private final Set<String> dates = new HashSet<>();
    private final Set<String> texts = new HashSet<>();
    private final Set<String> lists = new HashSet<>();

    /** Where a rule's header stands. */
    private record Rule(String file, int line) {}

    /** That a rule reads a parameter of this programme, which may stand for several. */
    private record Reading(Rule rule, String programme, String name) {}

    /** A parameter of a programme, which may stand for several. */
    private record Named(String programme, String name) {}

    /**
     * A value that rules can do nothing with.
     *
     * @param message to follow the value itself
     * @param isRefused whether a rule would fail at it, rather than never hold, or hold for all
     */
    public record Useless(String message, boolean isRefused) {}

    private RuleParameters() {}

    /** Looks through all rules of a book, whether they are in force today or not. */
    public static RuleParameters of(RuleBook book) {
        return of(book.sources());
    }

    /** The same of rules in which a check has found no error. */
    public static RuleParameters of(List<RuleSource> sources) {
        RuleParameters parameters = new RuleParameters();
        OwnLoader.call(() -> {
            sources.forEach(parameters::add);
            return parameters;
        });
        return parameters;
    }

    /** Whether any rule asks for the programme or grants in its name. */
    public boolean speakOf(String programme, boolean isFestival) {
        return standingFor(programme, isFestival).anyMatch(spokenOf::contains);
    }

    /** The programmes that rules name, ascending. */
    public ImmutableSortedSet<String> programmes() {
        return spokenOf.stream()
                .filter(name -> !name.equals(ANY) && !name.equals(ANY_FESTIVAL))
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /** The parameters that any rule may read of the programme, ascending. */
    public ImmutableSortedSet<String> names(String programme, boolean isFestival) {
        Set<String> ids = standingFor(programme, isFestival).collect(Collectors.toSet());
        return readings.stream()
                .filter(reading -> ids.contains(reading.programme))
                .map(Reading::name)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /** Whether the rule whose header stands in this line of the file may read this parameter of the programme. */
    public boolean isReadBy(String file, int line, String programme, boolean isFestival, String name) {
        Rule rule = new Rule(file, line);
        return standingFor(programme, isFestival).anyMatch(id -> readings.contains(new Reading(rule, id, name)));
    }

    /** Whether every rule that reads a parameter of this name, of whatever programme, reads a number. */
    public boolean isNumber(String name) {
        return !texts.contains(name);
    }

    /** Whether any rule reads a parameter of this name, of whatever programme, as a list. */
    public boolean isList(String name) {
        return lists.contains(name);
    }

    /**
     * What is wrong with the value of a parameter, by what rules do with it; what they refuse comes first.
     *
     * @param periodDays the days of the plan; 0 when they are not known
     */
    public Optional<Useless> useless(String programme, boolean isFestival, String name, double value, int periodDays) {
        return standingFor(programme, isFestival)
                .flatMap(each -> uses.get(new Named(each, name)).stream())
                .map(use ->
                        new Useless(Objects.requireNonNullElse(use.problem(value, periodDays), ""), use.isRefused()))
                .filter(found -> !found.message.isEmpty())
                .min(Comparator.comparing(found -> !found.isRefused));
    }

    /** The ids by which rules may mean a programme. */
    private static Stream<String> standingFor(String programme, boolean isFestival) {
        return isFestival ? Stream.of(programme, ANY, ANY_FESTIVAL) : Stream.of(programme, ANY);
    }

    /** Whether any rule asks for a festival's programme by the festival's id. */
    public boolean speakOfFestivals() {
        return spokenOf.contains(ANY_FESTIVAL);
    }

    /** The attributes of merchants that rules read, ascending. */
    public ImmutableSortedSet<String> attributes() {
        return ImmutableSortedSet.copyOf(attributes);
    }

    /** The attributes of merchants that any rule reads as a number, ascending. */
    public ImmutableSortedSet<String> numbers() {
        return ImmutableSortedSet.copyOf(numbers);
    }

    /** The attributes of merchants that any rule reads as a date, ascending. */
    public ImmutableSortedSet<String> dates() {
        return ImmutableSortedSet.copyOf(dates);
    }

    private void add(RuleSource source) {
        SourceFile file = new SourceFile(source);
        PackageDescr tree = file.parseAgain();
        for (RuleDescr rule : tree.getRules()) {
            Set<String> festivalIds = new HashSet<>();
            SetMultimap<String, String> programmes = HashMultimap.create();
            Rule place = new Rule(file.name(), file.line(RuleVetting.header(file, rule)));
            condition(rule.getLhs(), place, festivalIds, programmes);
            List<Token> consequence = Tokens.of(String.valueOf(rule.getConsequence()));
            consequence(consequence, festivalIds);
            readOf(consequence, place, programmes);
        }
        // Last, because it makes the tree ready for the engine.
        file.scan();
        for (VettedRule rule : PackageVetting.vet(file, tree)) {
            ParameterUses.of(rule)
                    .forEach((parameter, use) ->
                            parameter.programmes().forEach(id -> uses.put(new Named(id, parameter.name()), use)));
        }
    }

    private void condition(
            BaseDescr element, Rule rule, Set<String> festivalIds, SetMultimap<String, String> programmes) {
        if (element instanceof PatternDescr pattern) {
            constraints(pattern).forEach(tokens -> readOf(tokens, rule, programmes));
            if (pattern.getObjectType().equals(FESTIVAL)) {
                festivalBindings(pattern, festivalIds);
            } else if (pattern.getObjectType().equals(PROGRAMME)) {
                Set<String> ids = programme(pattern, rule, festivalIds);
                if (pattern.getIdentifier() != null) {
                    programmes.putAll(pattern.getIdentifier(), ids);
                }
            } else if (pattern.getObjectType().equals(Vocabulary.MERCHANT)) {
                constraints(pattern).forEach(tokens -> {
                    attributes.addAll(read(tokens, READS_ATTRIBUTE));
                    numbers.addAll(read(tokens, Set.of("number")));
                    dates.addAll(read(tokens, Set.of("daysSince")));
                });
            }
        } else if (element instanceof ConditionalElementDescr several) {
            several.getDescrs().forEach(child -> condition((BaseDescr) child, rule, festivalIds, programmes));
        }
    }

    private static void festivalBindings(PatternDescr pattern, Set<String> festivalIds) {
        for (List<Token> tokens : constraints(pattern)) {
            if (tokens.size() == 3 && tokens.get(1).is(":") && tokens.get(2).is("id")) {
                festivalIds.add(tokens.get(0).text());
            }
        }
        if (pattern.getIdentifier() != null) {
            festivalIds.add(pattern.getIdentifier());
        }
    }

    /** Gives the ids of the programmes that fit. */
    private Set<String> programme(PatternDescr pattern, Rule rule, Set<String> festivalIds) {
        Set<String> ids = new HashSet<>();
        constraints(pattern).forEach(tokens -> ids.addAll(ids(tokens, festivalIds)));
        if (ids.isEmpty()) {
            ids.add(ANY);
        }
        spokenOf.addAll(ids);
        for (List<Token> tokens : constraints(pattern)) {
            for (int at = 0; at < tokens.size(); at++) {
                boolean isOfOther = at > 0 && tokens.get(at - 1).is(".");
                if (!isOfOther && isCall(tokens, at, READS)) {
                    reads(tokens, at, ids, rule);
                }
            }
        }
        return ids;
    }

    /** What is read of programmes by their names: {@code $p.number("floor", 10)}. */
    private void readOf(List<Token> tokens, Rule rule, SetMultimap<String, String> programmes) {
        for (int at = 2; at < tokens.size(); at++) {
            if (tokens.get(at - 1).is(".") && isCall(tokens, at, READS)) {
                reads(tokens, at, programmes.get(tokens.get(at - 2).text()), rule);
            }
        }
    }

    private void reads(List<Token> tokens, int call, Set<String> ids, Rule rule) {
        String name = unquoted(tokens.get(call + 2));
        for (String id : ids) {
            readings.add(new Reading(rule, id, name));
        }
        if (!ids.isEmpty() && !tokens.get(call).is("number")) {
            texts.add(name);
        }
        if (!ids.isEmpty() && tokens.get(call).is("list")) {
            lists.add(name);
        }
    }

    private static boolean isCall(List<Token> tokens, int at, Set<String> calls) {
        return at + 2 < tokens.size()
                && calls.contains(tokens.get(at).text())
                && tokens.get(at + 1).is("(")
                && tokens.get(at + 2).kind() == Kind.STRING;
    }

    /** The names that calls such as {@code attribute("channel")} have in quotation marks, of the pattern's own fact. */
    private static List<String> read(List<Token> tokens, Set<String> calls) {
        List<String> names = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            boolean isOfOther = at > 0 && tokens.get(at - 1).is(".");
            if (!isOfOther && isCall(tokens, at, calls)) {
                names.add(unquoted(tokens.get(at + 2)));
            }
        }
        return names;
    }

    /** The programmes that a condition on {@code id} lets through; none when it is about something else. */
    private static Set<String> ids(List<Token> tokens, Set<String> festivalIds) {
        Set<String> ids = new HashSet<>();
        int at = tokens.size() > 2 && tokens.get(1).is(":") ? 2 : 0;
        boolean isId = tokens.size() > at + 2 && tokens.get(at).is("id");
        if (!isId || !(tokens.get(at + 1).is("==") || tokens.get(at + 1).is("in"))) {
            return ids;
        }
        for (Token token : tokens.subList(at + 2, tokens.size())) {
            if (token.kind() == Kind.STRING) {
                ids.add(unquoted(token));
            } else if (token.kind() == Kind.NAME && ids.isEmpty()) {
                ids.add(festivalIds.contains(token.text()) ? ANY_FESTIVAL : ANY);
            }
        }
        return ids;
    }

    private void consequence(List<Token> tokens, Set<String> festivalIds) {
        for (int at = 0; at + 4 < tokens.size(); at++) {
            if (tokens.get(at).is("grant")
                    && tokens.get(at + 1).is(".")
                    && tokens.get(at + 3).is("(")) {
                Token programme = tokens.get(at + 4);
                if (programme.kind() == Kind.STRING) {
                    spokenOf.add(unquoted(programme));
                } else {
                    spokenOf.add(festivalIds.contains(programme.text()) ? ANY_FESTIVAL : ANY);
                }
            }
        }
    }

    private static List<List<Token>> constraints(PatternDescr pattern) {
        return pattern.getConstraint().getDescrs().stream()
                .filter(ExprConstraintDescr.class::isInstance)
                .map(each -> Tokens.of(((ExprConstraintDescr) each).getExpression()))
                .toList();
    }

    private static String unquoted(Token token) {
        return token.text().substring(1, token.text().length() - 1);
    }
}
