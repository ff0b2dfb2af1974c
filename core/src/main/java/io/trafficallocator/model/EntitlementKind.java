package io.trafficallocator.model;

/** What a rule may grant. */
public enum EntitlementKind {
    /** At least so many impressions within a scope. */
    GUARANTEE,
    /** A factor of 1 or more on organic demand. */
    BOOST,
    /** At most so many impressions within a scope. */
    CAP,
    /** A reserved inlet is open to the merchant. */
    ACCESS,
    /** Nothing within a scope, with a reason. */
    EXCLUSION,
    /** Money from the programme's pool in yuan, beside any traffic. */
    SUBSIDY
}
