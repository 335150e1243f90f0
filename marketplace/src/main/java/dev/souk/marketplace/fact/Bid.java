package dev.souk.marketplace.fact;

import java.util.OptionalLong;

/**
 * What a customer offers.
 *
 * @param msat millisatoshis, from 0 to {@link Amounts#MAX_MSAT}
 * @param maxMsat the most it would pay, when the request says so
 * @param unit how the number was read
 */
public record Bid(long msat, OptionalLong maxMsat, UnitReading unit) {}
