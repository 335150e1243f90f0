package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.Optional;

/**
 * What a provider asks for its work.
 *
 * @param msat millisatoshis, from 0 to {@link Amounts#MAX_MSAT}
 * @param unit how the number was read
 * @param paymentHash of the invoice that came with it
 */
public record Price(long msat, UnitReading unit, Optional<Bytes32> paymentHash) {}
