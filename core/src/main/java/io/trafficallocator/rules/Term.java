package io.trafficallocator.rules;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition or a value as it is written in a rule, with its place in the file: what is vetted, part by part. */
sealed interface Term {
    /** Where it starts in its file. */
    int start();

    /** Null, a truth value, a text, or a number as {@code Long} or {@code Double}. */
    record Literal(@Nullable Object value, int start) implements Term {
        @Override
        public String toString() {
            return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
        }
    }

    record Name(String name, int start) implements Term {
        @Override
        public String toString() {
            return name;
        }
    }

    record Member(Term of, String name, int nameStart) implements Term {
        @Override
        public int start() {
            return of.start();
        }

        @Override
        public String toString() {
            return of + "." + name;
        }
    }

    /** Of the pattern's own fact when {@code on} is null. */
    record Call(@Nullable Term on, String name, int nameStart, List<Term> arguments) implements Term {
        @Override
        public int start() {
            return on == null ? nameStart : on.start();
        }

        @Override
        public String toString() {
            return (on == null ? "" : on + ".") + name + listed(arguments);
        }
    }

    record Negative(Term of, int start) implements Term {
        @Override
        public String toString() {
            return "-" + of;
        }
    }

    record Not(Term of, int start) implements Term {
        @Override
        public String toString() {
            return of instanceof Compare || of instanceof Among ? "!( " + of + " )" : "!" + of;
        }
    }

    record Arithmetic(String sign, int signStart, Term left, Term right) implements Term {
        @Override
        public int start() {
            return left.start();
        }

        @Override
        public String toString() {
            return "(" + left + " " + sign + " " + right + ")";
        }
    }

    /** One of {@code == != < <= > >=}, or {@code contains}, {@code memberOf}, {@code matches}. */
    record Compare(String operator, boolean negated, int operatorStart, Term left, Term right) implements Term {
        @Override
        public int start() {
            return left.start();
        }

        @Override
        public String toString() {
            return left + (negated ? " not " : " ") + operator + " " + right;
        }
    }

    record Among(Term value, boolean negated, int operatorStart, List<Term> values) implements Term {
        @Override
        public int start() {
            return value.start();
        }

        @Override
        public String toString() {
            return value + (negated ? " not in " : " in ") + listed(values);
        }
    }

    record All(List<Term> parts) implements Term {
        @Override
        public int start() {
            return parts.get(0).start();
        }

        @Override
        public String toString() {
            return parts.stream().map(Term::toString).collect(Collectors.joining(" && ", "(", ")"));
        }
    }

    record Any(List<Term> parts) implements Term {
        @Override
        public int start() {
            return parts.get(0).start();
        }

        @Override
        public String toString() {
            return parts.stream().map(Term::toString).collect(Collectors.joining(" || ", "(", ")"));
        }
    }

    record Choice(Term condition, Term yes, Term no) implements Term {
        @Override
        public int start() {
            return condition.start();
        }

        @Override
        public String toString() {
            return "(" + condition + " ? " + yes + " : " + no + ")";
        }
    }

    record Cast(Class<?> type, Term of, int start) implements Term {
        @Override
        public String toString() {
            return "(" + type.getSimpleName() + ") " + of;
        }
    }

    record Bind(String name, Term of, int start) implements Term {
        @Override
        public String toString() {
            return name + " : " + of;
        }
    }

    private static String listed(List<Term> terms) {
        return terms.stream().map(Term::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A place in a file where something stands that no rule may hold. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final int at;

        Refused(int at, String message) {
            super(message, null, false, false);
            this.at = at;
        }

        int at() {
            return at;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
