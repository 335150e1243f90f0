package dev.souk.storage;

/**
 * Numbers about a store, cheap to take.
 *
 * @param events how many events are stored, about
 * @param diskBytes what its files take
 */
public record StoreStatistics(long events, long diskBytes) {}
