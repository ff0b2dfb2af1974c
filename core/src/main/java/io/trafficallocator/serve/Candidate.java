package io.trafficallocator.serve;

/**
 * One thing that can be shown in answer to a request.
 *
 * @param merchant whose it is; several candidates may be of one merchant
 * @param score its relevance, in any unit; a candidate with NaN is never chosen
 */
public record Candidate(String merchant, double score) {}
