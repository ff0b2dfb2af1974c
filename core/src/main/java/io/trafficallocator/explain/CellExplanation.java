package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;

/**
 * Why a merchant has what it has at one placement.
 *
 * @param organic impressions that natural ranking alone would give, to a thousandth
 * @param planned whole impressions
 * @param steps from organic to planned, adding up exactly to their difference
 */
public record CellExplanation(
        String placement, String field, BigDecimal organic, long planned, ImmutableList<Step> steps) {}
