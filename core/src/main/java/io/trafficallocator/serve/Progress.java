package io.trafficallocator.serve;

/**
 * How far a promise or limit within one scope has come.
 *
 * @param scope {@code everything}, {@code field:NAME} or {@code placement:ID}
 * @param due impressions that are guaranteed; 0 for a mere cap
 * @param limit the most impressions; {@link Long#MAX_VALUE} for none
 * @param delivered impressions so far
 * @param left requests that are still expected to have the merchant among their candidates
 * @param lift what is added to the merchant's scores at the moment, in their unit
 */
public record Progress(String merchant, String scope, long due, long limit, long delivered, double left, double lift) {}
