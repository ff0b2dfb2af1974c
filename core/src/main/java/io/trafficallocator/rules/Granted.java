package io.trafficallocator.rules;

import io.trafficallocator.model.EntitlementKind;
import org.jspecify.annotations.Nullable;

/** What one call of {@code grant} says, whoever it was for: see the columns of {@link Grants}. */
record Granted(
        EntitlementKind kind,
        String programme,
        int scope,
        double amount,
        int windowStart,
        int windowDays,
        @Nullable String reason) {
    Granted withAmount(double other) {
        return new Granted(kind, programme, scope, other, windowStart, windowDays, reason);
    }
}
