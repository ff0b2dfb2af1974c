package io.trafficallocator.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of what is known about merchants. Two merchants that agree in it look the same to every field and method of
 * {@link Merchant} that reads it.
 *
 * @param attribute the name of a free-form attribute; empty for other kinds
 */
record Fact(Kind kind, String attribute) {
    /** Anything, which no two merchants have in common. */
    static final Fact ANY = new Fact(Kind.ANY, "");

    enum Kind {
        DAY,
        TIER,
        VIOLATIONS,
        ORIGIN_MERCHANTS,
        ORIGIN_CATEGORY_MERCHANTS,
        QUALITY,
        GMV,
        GROWTH,
        DEPOSIT,
        GMV_PERCENTILE,
        GROWTH_PERCENTILE,
        /** An attribute as a number. */
        NUMBER,
        /** Days since the date that an attribute holds. */
        DAYS_SINCE,
        CATEGORIES,
        ORIGIN,
        SIZE,
        ENROLMENTS,
        ATTRIBUTE,
        ANY;

        /** Compared with thresholds; all others are looked up in a table of their distinct values. */
        boolean isNumber() {
            return ordinal() <= DAYS_SINCE.ordinal();
        }

        boolean isWhole() {
            return ordinal() <= ORIGIN_CATEGORY_MERCHANTS.ordinal() || this == DAYS_SINCE;
        }
    }

    boolean isNumber() {
        return kind.isNumber();
    }

    private static Fact of(Kind kind) {
        return new Fact(kind, "");
    }

    /** What a field of {@link Merchant} reads. */
    static Fact ofField(String field) {
        return switch (field) {
            case "joinedOn", "ageDays", "stage" -> of(Kind.DAY);
            case "tier" -> of(Kind.TIER);
            case "violations" -> of(Kind.VIOLATIONS);
            case "quality", "qualityKnown" -> of(Kind.QUALITY);
            case "gmv" -> of(Kind.GMV);
            case "growth", "growthKnown" -> of(Kind.GROWTH);
            case "deposit" -> of(Kind.DEPOSIT);
            case "gmvPercentile" -> of(Kind.GMV_PERCENTILE);
            case "growthPercentile" -> of(Kind.GROWTH_PERCENTILE);
            case "categories", "mainCategory" -> of(Kind.CATEGORIES);
            case "origin" -> of(Kind.ORIGIN);
            case "originMerchants" -> of(Kind.ORIGIN_MERCHANTS);
            case "originCategoryMerchants" -> of(Kind.ORIGIN_CATEGORY_MERCHANTS);
            case "size" -> of(Kind.SIZE);
            case "enrolments" -> of(Kind.ENROLMENTS);
            default -> ANY;
        };
    }

    /** What a method of {@link Merchant} reads; {@code argument} is null when it is no literal text. */
    static Fact ofMethod(String method, @Nullable String argument) {
        return switch (method) {
            case "enrolledIn" -> of(Kind.ENROLMENTS);
            case "attribute" -> argument == null ? ANY : new Fact(Kind.ATTRIBUTE, argument);
            case "number" -> argument == null ? ANY : new Fact(Kind.NUMBER, argument);
            case "daysSince" -> argument == null ? ANY : new Fact(Kind.DAYS_SINCE, argument);
            default -> ANY;
        };
    }

    /** Whether a field's value is known from the cell that a merchant's fact lies in. */
    static boolean isSimple(String field) {
        return switch (field) {
            case "joinedOn" -> false;
            default -> !ofField(field).equals(ANY);
        };
    }

    /** The argument of a call when it is a literal text. */
    static @Nullable String literal(List<Expression> arguments) {
        return arguments.size() == 1
                        && arguments.get(0) instanceof Expression.Literal literal
                        && literal.value() instanceof String text
                ? text
                : null;
    }
}
