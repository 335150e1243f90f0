package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Event;
import java.util.Optional;

/** Reads zap receipts (9735) and nutzaps (9321). Pure; never throws. */
@FunctionalInterface
public interface Payments {
    /** The payment, with what it proves; nothing when it names no event that it is for. */
    Optional<Fact.Payment> read(Event event, Source source);
}
