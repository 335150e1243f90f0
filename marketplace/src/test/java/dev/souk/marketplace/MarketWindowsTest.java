package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.ledger.Addresses;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.Outbox;
import dev.souk.marketplace.statistics.Window;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows move on though nothing happens: of all types, however many there are. */
class MarketWindowsTest {
    private static final List<Window> SHORT = List.of(Window.LAST_HOUR, Window.LAST_DAY);
    private static final List<Window> LONG = List.of(Window.LAST_WEEK, Window.LAST_MONTH);
    private static final long DAY = 86_400;
    private static final int TYPES = 30;

    private final LedgerFixture ledger = new LedgerFixture(new MemoryRelay(NOW), LedgerLimits.DEFAULT);
    private final Set<String> published = new TreeSet<>();

    private void inOutbox(Consumer<Outbox> work) {
        ledger.ledger().outbox(ledger.nowMillis(), work);
    }

    private void askForTypes() {
        ledger.feed(
                IntStream.range(0, TYPES).mapToObj(i -> request("type-" + i)).toList());
        ledger.setClock(NOW + 60);
        publish();
        published.clear();
    }

    /** Everything that is due, and what is come to when nothing is. */
    private void publish() {
        boolean[] isMore = {true};
        while (isMore[0]) {
            inOutbox(outbox -> {
                List<Outbox.Item> due = outbox.due(10_000);
                due.forEach(item -> {
                    if (item.kind() == Addresses.DEFAULT_STATS_KIND) {
                        published.add(item.d());
                    }
                    outbox.settled(item);
                });
                isMore[0] = outbox.sweep(8) || !due.isEmpty();
            });
        }
    }

    private static Set<String> expected(List<Window> windows) {
        return windows.stream()
                .flatMap(window -> IntStream.range(0, TYPES).mapToObj(i -> "j:type-" + i + ":" + window.wire()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void typesPastTheNewestAreComeToWhenNothingElseIsDue() {
        askForTypes();

        inOutbox(outbox -> {
            outbox.windowsMoved(SHORT, DAY, 7);
            outbox.windowsMoved(LONG, 31 * DAY, 7);
        });
        ledger.setClock(NOW + 120);
        publish();

        Set<String> all = expected(SHORT);
        all.addAll(expected(LONG));
        published.removeIf(d -> d.startsWith("market:"));
        assertEquals(all, published);
    }

    @Test
    void aWalkThatTakesLongerThanItsWindowsIsFinishedBeforeTheNextBegins() {
        askForTypes();
        for (int i = 0; i < TYPES; i++) {
            inOutbox(outbox -> {
                outbox.windowsMoved(SHORT, DAY, 1);
                outbox.sweep(4);
                outbox.due(10_000).forEach(item -> {
                    published.add(item.d());
                    outbox.settled(item);
                });
            });
        }
        ledger.setClock(NOW + 120);
        publish();

        published.removeIf(d -> d.startsWith("market:"));
        assertEquals(expected(SHORT), published);
    }

    @Test
    void typesThatNobodyAskedForSinceAreLeftAlone() {
        askForTypes();
        ledger.setClock(NOW + 2 * DAY);
        publish();
        published.clear();

        inOutbox(outbox -> outbox.windowsMoved(SHORT, DAY, 7));
        ledger.setClock(NOW + 2 * DAY + 60);
        publish();

        assertEquals(Set.of("market:1h", "market:24h"), published);
    }
}
