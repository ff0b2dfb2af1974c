package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * How many combinations of the day's facts a rule makes the engine hold for each merchant, at most. The engine makes all
 * of them before it fires the first, so whoever counts firings comes too late. Immutable.
 */
@FunctionalInterface
interface Joins {
    /** A rule may compare every placement of a large marketplace with every other. */
    double MOST = 1_000_000;

    Pattern BY_ID = Pattern.compile("(?:\\s*[\\w$]+\\s*:)?\\s*id\\s*==\\s*\"[^\"]*\"\\s*");

    /**
     * Counts them.
     *
     * @param facts how many there are of a type
     */
    double combinations(ToIntFunction<String> facts);

    static Joins of(RuleDescr rule) {
        return ofElement(rule.getLhs());
    }

    private static Joins ofElement(BaseDescr element) {
        if (element instanceof PatternDescr pattern) {
            String type = pattern.getObjectType();
            boolean isOne = type.equals(Vocabulary.MERCHANT)
                    || pattern.getConstraint().getDescrs().stream()
                            .anyMatch(each -> each instanceof ExprConstraintDescr constraint
                                    && BY_ID.matcher(constraint.getExpression()).matches());
            return isOne ? facts -> 1 : facts -> Math.max(1, facts.applyAsInt(type));
        }
        if (element instanceof ConditionalElementDescr several) {
            boolean isCheck = element instanceof NotDescr || element instanceof ExistsDescr;
            List<Joins> parts = several.getDescrs().stream()
                    .map(each ->
                            isCheck && each instanceof PatternDescr ? (Joins) facts -> 1 : ofElement((BaseDescr) each))
                    .collect(ImmutableList.toImmutableList());
            return element instanceof OrDescr
                    ? facts -> parts.stream()
                            .mapToDouble(part -> part.combinations(facts))
                            .sum()
                    : facts -> parts.stream()
                            .mapToDouble(part -> part.combinations(facts))
                            .reduce(1, (product, count) -> product * count);
        }
        return facts -> 1;
    }
}
