package io.trafficallocator.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A merchant's enrolment.
 *
 * @param to the id of a programme or a festival
 * @param on the day it enrolled, or null when that is not known
 */
public record Enrolment(String to, @Nullable LocalDate on) {
    public Enrolment {
        Require.name("enrolment", to);
    }
}
