package io.trafficallocator.rules;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a field can still be, after the conditions that were met so far. Whether it is null counts apart. */
final class Domain {
    private final boolean whole;
    private double least;
    private double most;
    private boolean leastIsOpen;
    private boolean mostIsOpen;
    private boolean mayBeNull;
    private boolean mayBeKnown = true;
    private @Nullable Set<Object> only;
    private final Set<Object> not = new HashSet<>();
    private final Set<String> has = new HashSet<>();
    private final Set<String> lacks = new HashSet<>();
    private boolean empty;
    private boolean notEmpty;

    Domain(boolean mayBeNull, boolean whole, double least, double most, @Nullable Collection<?> only) {
        this.mayBeNull = mayBeNull;
        this.whole = whole;
        this.least = least;
        this.most = most;
        this.only = only == null ? null : new HashSet<>(only);
    }

    Domain(Domain other) {
        this(other.mayBeNull, other.whole, other.least, other.most, other.only);
        leastIsOpen = other.leastIsOpen;
        mostIsOpen = other.mostIsOpen;
        mayBeKnown = other.mayBeKnown;
        not.addAll(other.not);
        has.addAll(other.has);
        lacks.addAll(other.lacks);
        empty = other.empty;
        notEmpty = other.notEmpty;
    }

    double least() {
        return least;
    }

    double most() {
        return most;
    }

    boolean isKnown() {
        return !mayBeNull;
    }

    /** Keeps what is null, or what is not; false when nothing is left. */
    boolean isNull(boolean wanted) {
        if (wanted) {
            mayBeKnown = false;
        } else {
            mayBeNull = false;
        }
        return possible();
    }

    /** Keeps what compares so with a number; false when nothing is left. */
    boolean compare(String operator, double value) {
        switch (operator) {
            case "==" -> {
                compare(">=", value);
                compare("<=", value);
            }
            case "!=" -> {
                // What is unknown differs from every number.
                if (mayBeNull) {
                    return true;
                }
                not.add(value);
                if (whole || (least == value && most == value)) {
                    if (value == least) {
                        least = whole ? value + 1 : value;
                        leastIsOpen = !whole;
                    }
                    if (value == most) {
                        most = whole ? value - 1 : value;
                        mostIsOpen = !whole;
                    }
                }
            }
            case "<", "<=" -> {
                mayBeNull = false;
                boolean open = operator.equals("<");
                double bound = !whole ? value : open ? Math.ceil(value) - 1 : Math.floor(value);
                boolean isOpen = !whole && open;
                if (bound < most || (bound == most && isOpen)) {
                    most = bound;
                    mostIsOpen = isOpen;
                }
            }
            default -> {
                mayBeNull = false;
                boolean open = operator.equals(">");
                double bound = !whole ? value : open ? Math.floor(value) + 1 : Math.ceil(value);
                boolean isOpen = !whole && open;
                if (bound > least || (bound == least && isOpen)) {
                    least = bound;
                    leastIsOpen = isOpen;
                }
            }
        }
        return possible();
    }

    /** Keeps what is among these, or what is not; false when nothing is left. */
    boolean among(Set<?> values, boolean wanted) {
        if (wanted) {
            mayBeNull = false;
            Set<Object> left = new HashSet<>(values);
            if (only != null) {
                left.retainAll(only);
            }
            only = left;
        } else if (!mayBeNull) {
            not.addAll(values);
        }
        return possible();
    }

    /** Keeps sets that contain this, or do not; false when nothing is left. */
    boolean contains(String value, boolean wanted) {
        (wanted ? has : lacks).add(value);
        return possible();
    }

    /** Keeps empty sets, or others; false when nothing is left. */
    boolean isEmpty(boolean wanted) {
        empty |= wanted;
        notEmpty |= !wanted;
        return possible();
    }

    private boolean possible() {
        boolean clash = has.stream().anyMatch(lacks::contains) || (empty && (notEmpty || !has.isEmpty()));
        return !clash && (mayBeNull || (mayBeKnown && hasValue()));
    }

    private boolean hasValue() {
        boolean range = least < most || (least == most && !leastIsOpen && !mostIsOpen && !not.contains(least));
        return range && (only == null || !not.containsAll(only));
    }
}
