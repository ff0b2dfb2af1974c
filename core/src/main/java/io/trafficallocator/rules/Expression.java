package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** A condition or a value of a rule, as far as it can be read without the engine. Immutable. */
sealed interface Expression {
    /** Null, or a whole number, fraction, text or truth value. */
    record Literal(@Nullable Object value) implements Expression {}

    /** A field of the pattern's fact, or what an earlier pattern bound. */
    record Name(String name) implements Expression {}

    record Member(Expression of, String name) implements Expression {}

    /** Called on the pattern's fact when {@code on} is null. */
    record Call(@Nullable Expression on, String method, ImmutableList<Expression> arguments) implements Expression {}

    record Arithmetic(Expression left, String sign, Expression right) implements Expression {}

    record Comparison(Expression left, String operator, boolean negated, Expression right) implements Expression {}

    record Among(Expression value, boolean negated, ImmutableList<Expression> values) implements Expression {}

    record Not(Expression inner) implements Expression {}

    record AllOf(ImmutableList<Expression> parts) implements Expression {}

    record AnyOf(ImmutableList<Expression> parts) implements Expression {}

    /** The expressions that this one is made of. */
    default ImmutableList<Expression> parts() {
        if (this instanceof Member member) {
            return ImmutableList.of(member.of());
        }
        if (this instanceof Call call) {
            return call.on() == null
                    ? call.arguments()
                    : ImmutableList.<Expression>builder()
                            .add(call.on())
                            .addAll(call.arguments())
                            .build();
        }
        if (this instanceof Arithmetic sum) {
            return ImmutableList.of(sum.left(), sum.right());
        }
        if (this instanceof Comparison comparison) {
            return ImmutableList.of(comparison.left(), comparison.right());
        }
        if (this instanceof Among among) {
            return ImmutableList.<Expression>builder()
                    .add(among.value())
                    .addAll(among.values())
                    .build();
        }
        if (this instanceof Not not) {
            return ImmutableList.of(not.inner());
        }
        return this instanceof AllOf all ? all.parts() : this instanceof AnyOf any ? any.parts() : ImmutableList.of();
    }
}
