package dev.souk.relay.extension;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.storage.Change;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What an extension may use. Thread-safe. */
public interface RelayAccess {
    /** Publishes through the same door as every client. The future ends with the answer a client would get. */
    CompletableFuture<Ok> publish(Event event);

    /** The newest matches, at most {@code max}. Blocks for the time of the reads. */
    List<StoredEvent> query(List<Filter> filters, int max);

    /**
     * Follows the store's changes on the extension's own thread: first what came after {@code sequence}, then
     * everything new, in order, at least once and exactly once if the follower writes the page's {@link Page#next}
     * together with what it made of the page. May be called once.
     */
    void follow(long sequence, Consumer<Page> follower);

    /** The extension's own durable table of this name. */
    Table table(String name);

    /** The relay's clock. */
    InstantSource clock();

    /** For things that happen later; tasks must be short. */
    ScheduledExecutorService scheduler();

    /** For meters; their names begin with {@code souk.<extension>}. */
    MeterRegistry meters();

    /**
     * Some changes.
     *
     * @param startsAnew what was followed before is no longer known to the feed: forget it, these are the first changes
     * @param next where to follow on from
     */
    record Page(List<Change> changes, boolean startsAnew, long next) {}
}
