package io.trafficallocator.benchmarks.peers;

import java.time.LocalDate;

/** The day of the plan, and how many days it is for. Public because engines read its fields. */
public record Today(LocalDate date, int periodDays, int launchDays, int growthDays) {}
