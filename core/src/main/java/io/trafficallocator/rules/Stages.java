package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Settings;

/** The stages of a merchant's life: on each day of it exactly one. */
final class Stages {
    private static final String BEFORE = "before";
    private static final String LAUNCH = "launch";
    private static final String GROWTH = "growth";
    private static final String MATURE = "mature";

    /** In the order of a life. */
    static final ImmutableList<String> ALL = ImmutableList.of(BEFORE, LAUNCH, GROWTH, MATURE);

    private Stages() {}

    static String of(Settings settings, int ageDays) {
        if (ageDays < 0) {
            return BEFORE;
        }
        if (ageDays < settings.launchDays()) {
            return LAUNCH;
        }
        return (long) ageDays - settings.launchDays() < settings.growthDays() ? GROWTH : MATURE;
    }
}
