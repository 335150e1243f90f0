package dev.souk.relay.read;

import dev.souk.protocol.Reason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one payer has left. Work is paid for when it is done, so that an account may be overdrawn; as long as it is, nothing
 * new is begun. Thread-safe.
 */
final class Account {
    private final Optional<Purse> rows;
    private final Optional<Purse> bytes;
    private final AtomicInteger queries = new AtomicInteger();
    private final int maxQueries;

    /** @param rows and {@code bytes}: nothing for no limit */
    Account(Optional<Purse> rows, Optional<Purse> bytes, int maxQueries) {
        this.rows = rows;
        this.bytes = bytes;
        this.maxQueries = maxQueries;
    }

    /** Charges work that is done. */
    void pay(long someRows, long someBytes) {
        rows.ifPresent(purse -> purse.pay(someRows));
        bytes.ifPresent(purse -> purse.pay(someBytes));
    }

    /** Why nothing more may be done, if so. */
    Optional<Reason> emptiness() {
        return rows.flatMap(Purse::emptiness).or(() -> bytes.flatMap(Purse::emptiness));
    }

    /** A query begins; false when too many are under way. */
    boolean enter() {
        if (queries.incrementAndGet() > maxQueries) {
            queries.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A query has ended. */
    void leave() {
        queries.decrementAndGet();
    }
}
