package io.trafficallocator.model;

/**
 * Impressions that a programme's guarantee has already been given in earlier periods of its window.
 *
 * @param impressions 0 or more
 */
public record Delivered(String merchant, String programme, long impressions) {
    public Delivered {
        if (impressions < 0) {
            throw new InvalidRequestException("impressions delivered to ('" + merchant + "', '" + programme + "') is "
                    + impressions + ", but must be at least 0. Maybe the sign is wrong.");
        }
    }
}
