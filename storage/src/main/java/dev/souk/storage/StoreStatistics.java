package dev.souk.storage;

/**
 * Numbers about a store, cheap to take.
 *
 * @param events how many events are stored, about
 * @param diskBytes what its files take
 * @param eventBytes what of these the events and their indexes take
 */
public record StoreStatistics(long events, long diskBytes, long eventBytes) {}
