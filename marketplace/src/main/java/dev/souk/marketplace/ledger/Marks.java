package dev.souk.marketplace.ledger;

import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import java.time.Duration;

/**
 * Says which of the market's events are out of date. A job's status is due at once, what sums up many jobs after a
 * pause, so that a busy market is not published with every job.
 */
final class Marks {
    private final Due due;
    private final Addresses addresses;
    private final long nowMillis;
    private final long pauseMillis;
    private final long version;

    Marks(Due due, Addresses addresses, Duration pause, long nowMillis) {
        this.due = due;
        this.addresses = addresses;
        this.nowMillis = nowMillis;
        this.pauseMillis = pause.toMillis();
        this.version = due.nextVersion();
    }

    void status(Bytes32 job) {
        due.mark(Addresses.JOB_STATUS, job.hex(), nowMillis, version);
    }

    void profile(Bytes32 pubkey) {
        due.mark(Addresses.PROFILE, pubkey.hex(), nowMillis + pauseMillis, version);
    }

    void aggregate(Scope scope, Window window) {
        due.mark(addresses.statsKind(), Addresses.aggregate(scope, window), nowMillis + pauseMillis, version);
    }
}
