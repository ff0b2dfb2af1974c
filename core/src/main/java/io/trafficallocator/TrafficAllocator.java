package io.trafficallocator;

/** Turns facts and rules into a plan of impressions. */
public final class TrafficAllocator {
    private TrafficAllocator() {}
}
