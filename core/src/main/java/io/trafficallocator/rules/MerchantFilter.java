package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of its merchant first, as far as it is a plain comparison of a number: looked up in the columns it
 * costs next to nothing, while every merchant that the engine is given costs a lot. Only the conditions before the
 * first that is not plain are taken, because the engine would not have looked at those after a plain one that fails
 * either. It never says no to a merchant that the rule is for.
 */
record MerchantFilter(ImmutableList<Range> ranges) {
    private static final Map<String, Column> COLUMNS = Map.of(
            "ageDays", Column.AGE_DAYS,
            "tier", Column.TIER,
            "violations", Column.VIOLATIONS,
            "quality", Column.QUALITY,
            "growth", Column.GROWTH,
            "gmv", Column.GMV,
            "deposit", Column.DEPOSIT);
    private static final Range IS_ENROLLED = new Range(Column.ENROLMENTS, 1, Double.POSITIVE_INFINITY);

    enum Column {
        AGE_DAYS,
        TIER,
        VIOLATIONS,
        QUALITY,
        GROWTH,
        GMV,
        DEPOSIT,
        ENROLMENTS
    }

    /** Both ends are within; an unknown value is not. */
    record Range(Column column, double least, double most) {
        static @Nullable Range of(Column column, String operator, double value) {
            return switch (operator) {
                case "<" -> new Range(column, Double.NEGATIVE_INFINITY, Math.nextDown(value));
                case "<=" -> new Range(column, Double.NEGATIVE_INFINITY, value);
                case "==" -> new Range(column, value, value);
                case ">=" -> new Range(column, value, Double.POSITIVE_INFINITY);
                case ">" -> new Range(column, Math.nextUp(value), Double.POSITIVE_INFINITY);
                default -> null;
            };
        }

        boolean holds(Merchants merchants, int row, int today) {
            double own = switch (column) {
                case AGE_DAYS -> today - merchants.joinedOn(row);
                case TIER -> merchants.tier(row);
                case VIOLATIONS -> merchants.violations(row);
                case QUALITY -> merchants.quality(row);
                case GROWTH -> merchants.growth(row);
                case GMV -> merchants.gmv(row);
                case DEPOSIT -> merchants.deposit(row);
                case ENROLMENTS -> merchants.enrolments(row).size();
            };
            return own >= least && own <= most;
        }
    }

    static MerchantFilter of(RuleDescr rule) {
        ImmutableList.Builder<Range> ranges = ImmutableList.builder();
        for (BaseDescr condition : conditions(rule.getLhs())) {
            if (!(condition instanceof ExprConstraintDescr constraint)) {
                break;
            }
            List<Token> tokens = withoutBinding(Tokens.of(constraint.getExpression()));
            if (tokens.size() == 1 && tokens.get(0).kind() == Kind.NAME) {
                // A mere binding holds for every merchant.
                continue;
            }
            Range range = range(tokens);
            if (range == null) {
                break;
            }
            ranges.add(range);
        }
        return new MerchantFilter(ranges.build());
    }

    boolean mayMatch(Merchants merchants, int row, int today) {
        for (int index = 0; index < ranges.size(); index++) {
            if (!ranges.get(index).holds(merchants, row, today)) {
                return false;
            }
        }
        return true;
    }

    private static List<? extends BaseDescr> conditions(BaseDescr element) {
        if (element instanceof PatternDescr pattern && pattern.getObjectType().equals(Vocabulary.MERCHANT)) {
            return pattern.getConstraint().getDescrs();
        }
        if (element instanceof AndDescr several) {
            for (BaseDescr child : several.getDescrs()) {
                List<? extends BaseDescr> found = conditions(child);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static List<Token> withoutBinding(List<Token> tokens) {
        return tokens.size() > 2 && tokens.get(1).is(":") ? tokens.subList(2, tokens.size()) : tokens;
    }

    private static @Nullable Range range(List<Token> tokens) {
        List<String> words = tokens.stream().map(Token::text).toList();
        if (words.equals(List.of("enrolments", ".", "empty", "==", "false"))) {
            return IS_ENROLLED;
        }
        if (words.size() != 3) {
            return null;
        }
        Column column = COLUMNS.get(words.get(0));
        // The engine has ways of its own to compare a whole number with a fraction.
        boolean plain = words.get(2).matches(isRatio(column) ? "\\d{1,9}(\\.\\d{1,9})?" : "\\d{1,9}");
        return column == null || !plain ? null : Range.of(column, words.get(1), Double.parseDouble(words.get(2)));
    }

    private static boolean isRatio(@Nullable Column column) {
        return column == Column.QUALITY || column == Column.GROWTH || column == Column.GMV || column == Column.DEPOSIT;
    }
}
