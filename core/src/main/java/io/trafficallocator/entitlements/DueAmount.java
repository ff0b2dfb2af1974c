package io.trafficallocator.entitlements;

import io.trafficallocator.model.Settings;

/**
 * How much of a guarantee over a window falls due in the plan's period: what remains after the impressions already
 * delivered, spread evenly over the days of the window that are left, rounded up. Whoever delivers what is due in each
 * period has delivered exactly the guarantee's amount when the window ends.
 */
final class DueAmount {
    private final long periodStart;
    private final long periodEnd;

    DueAmount(Settings settings) {
        this.periodStart = settings.asOf().toEpochDay();
        this.periodEnd = periodStart + settings.periodDays();
    }

    /**
     * Whole impressions, 0 or more and never above {@code amount}.
     *
     * @param windowDays 0 when the guarantee speaks of the period itself, and then all of it is due
     * @param delivered in earlier periods of the window
     */
    long of(long amount, int windowStart, int windowDays, long delivered) {
        if (windowDays == 0) {
            return amount;
        }
        long windowEnd = (long) windowStart + windowDays;
        long from = Math.max(periodStart, windowStart);
        long daysLeft = windowEnd - from;
        long daysNow = Math.min(periodEnd, windowEnd) - from;
        long remaining = amount - delivered;
        if (daysNow <= 0 || remaining <= 0) {
            return 0;
        }
        // Split so that no product overflows, however large the amount is.
        long perDay = remaining / daysLeft;
        long rest = remaining % daysLeft;
        return perDay * daysNow + (rest * daysNow + daysLeft - 1) / daysLeft;
    }
}
