package dev.souk.relay.replay;

import dev.souk.protocol.Reason;
import java.util.Optional;

/** What searches for somebody may cost. Work is charged when it is done. Thread-safe. */
public interface Budget {
    /** For whom nothing is counted. */
    Budget UNLIMITED = new Budget() {
        @Override
        public boolean enter() {
            return true;
        }

        @Override
        public void leave() {}

        @Override
        public void spend(long rows, long bytes) {}

        @Override
        public Optional<Reason> emptiness() {
            return Optional.empty();
        }
    };

    /** A search begins; false when too many are under way. */
    boolean enter();

    /** A search that has begun ends. */
    void leave();

    /** Charges rows that were examined, and bytes that are sent. */
    void spend(long rows, long bytes);

    /** Why nothing more may be spent now, if so. */
    Optional<Reason> emptiness();
}
