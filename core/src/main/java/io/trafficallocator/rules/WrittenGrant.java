package io.trafficallocator.rules;

import com.google.common.collect.ImmutableListMultimap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * A grant as the text of a rule says it. Immutable.
 *
 * @param programme null when the text does not say it, as where it is a festival's id
 * @param amount impressions, factor or yuan; null when there is none, or it is worked out
 */
public record WrittenGrant(
        EntitlementKind kind,
        @Nullable String programme,
        @Nullable Double amount) {
    private static final Map<String, EntitlementKind> KINDS = Map.of(
            "guarantee", EntitlementKind.GUARANTEE,
            "boost", EntitlementKind.BOOST,
            "cap", EntitlementKind.CAP,
            "access", EntitlementKind.ACCESS,
            "accessToFestival", EntitlementKind.ACCESS,
            "exclude", EntitlementKind.EXCLUSION,
            "subsidy", EntitlementKind.SUBSIDY);

    /** The grants of every rule of a book, in force or not, in the order of the text. */
    public static ImmutableListMultimap<RuleReference, WrittenGrant> of(RuleBook book) {
        return OwnLoader.call(() -> {
            ImmutableListMultimap.Builder<RuleReference, WrittenGrant> all = ImmutableListMultimap.builder();
            book.sources().forEach(source -> add(source, all));
            return all.build();
        });
    }

    private static void add(RuleSource source, ImmutableListMultimap.Builder<RuleReference, WrittenGrant> all) {
        SourceFile file = new SourceFile(source);
        for (RuleDescr rule : file.parseAgain().getRules()) {
            RuleReference reference =
                    new RuleReference(rule.getName(), file.name(), file.line(RuleVetting.header(file, rule)));
            List<Token> tokens = Tokens.of(String.valueOf(rule.getConsequence()));
            for (int at = 0; at + 5 < tokens.size(); at++) {
                EntitlementKind kind = tokens.get(at).is("grant")
                                && tokens.get(at + 1).is(".")
                                && tokens.get(at + 3).is("(")
                        ? KINDS.get(tokens.get(at + 2).text())
                        : null;
                if (kind != null) {
                    all.put(reference, of(kind, tokens.subList(at + 4, tokens.size())));
                }
            }
        }
    }

    private static WrittenGrant of(EntitlementKind kind, List<Token> arguments) {
        boolean isWritten =
                arguments.get(0).kind() == Kind.STRING && arguments.get(1).is(",");
        String name = arguments.get(0).text();
        boolean hasAmount = arguments.size() > 3
                && arguments.get(1).is(",")
                && arguments.get(2).kind() == Kind.NUMBER
                && arguments.get(3).is(")");
        return new WrittenGrant(
                kind,
                isWritten ? name.substring(1, name.length() - 1) : null,
                hasAmount ? number(arguments.get(2).text()) : null);
    }

    private static @Nullable Double number(String text) {
        try {
            return Double.valueOf(text.replace("_", "").replaceFirst("[lL]$", ""));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
