package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.RuleReference;
import java.math.BigDecimal;

/**
 * One step from organic to planned impressions.
 *
 * @param impressions gained, or lost when below 0, to a thousandth; the steps of a cell add up exactly
 * @param sentence for people
 * @param programmes behind it, ascending
 * @param rules behind it, in order of file and line: the merchant's own, or for what others cause, those that moved the
 *     most impressions there; empty for rounding and for the concentration limit, which is a setting
 */
public record Step(
        Cause cause,
        BigDecimal impressions,
        String sentence,
        ImmutableList<String> programmes,
        ImmutableList<RuleReference> rules) {}
