package dev.souk.marketplace.statistics;

/**
 * A number of different people.
 *
 * @param count how many
 * @param isExact false when it is an estimate with a standard error of 3.25 %
 */
public record Distinct(long count, boolean isExact) {}
