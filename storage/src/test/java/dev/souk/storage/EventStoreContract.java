package dev.souk.storage;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every store must do; the rules stand in the parts. */
public abstract class EventStoreContract
        implements SavingContract,
                DeletionContract,
                FindingContract,
                LimitContract,
                CursorContract,
                FeedContract,
                UnreadContract,
                VanishContract,
                TableContract {
    private final SettableClock clock = new SettableClock(NOW);

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private EventStore store;

    /** An empty store. */
    protected abstract EventStore open(InstantSource storeClock, long keptRemovals);

    /** The same store after a restart; a store that forgets returns the one it was given. */
    protected abstract EventStore reopen(EventStore open, InstantSource storeClock);

    @BeforeEach
    void openStore() {
        store = open(clock, 1_000_000);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Override
    public EventStore store() {
        return store;
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public void restart() {
        store = reopen(store, clock);
    }

    @Override
    public void startEmpty(long keptRemovals) {
        store.close();
        store = open(clock, keptRemovals);
    }
}
