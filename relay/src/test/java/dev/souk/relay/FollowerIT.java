package dev.souk.relay;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When an extension that follows the feed is called: for pages, and in between for what is due. */
class FollowerIT {
    private final FollowingExtension extension = new FollowingExtension();
    private final RelayFixture relay = RelayFixture.withExtensions(extension);

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void isIdleOnceASecondHoweverLongItWantsToSleep() {
        Eventually.holds("it was idle three times", () -> extension.idles() >= 3);
        assertTrue(extension.calls().stream().allMatch("idle"::equals), () -> "" + extension.calls());
    }

    @Test
    void isIdleAsOftenAsItWants() {
        extension.sleepAtMost(Duration.ofMillis(2));
        Eventually.holds("it was idle often", () -> extension.idles() >= 200);
        extension.sleepAtMost(Duration.ZERO);
        Eventually.holds("it was idle more often", () -> extension.idles() >= 5_000);
        extension.sleepAtMost(Duration.ofSeconds(Long.MIN_VALUE));
        Eventually.holds("and more often", () -> extension.idles() >= 10_000);
    }

    @Test
    void isIdleSoonWhenItIsWoken() {
        assertTrue(extension.millisToWake(20) < 10_000, "it was idle only as if it had slept");
    }

    @Test
    void isShownWhatIsCommittedAtOnce() {
        TestClient client = relay.connect();
        long start = System.nanoTime();
        for (int i = 1; i <= 20; i++) {
            client.accepted(note("note " + i).build());
            int count = i;
            Eventually.holds("it was shown", () -> pages() >= count);
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 10);
        assertEquals(20, relay.store().sequence());
        assertEquals(20, extension.access().sequence());
    }

    @Test
    void isIdleBetweenPagesThatKeepComing() {
        extension.takeForAPage(Duration.ofMillis(1_100));
        relay.store()
                .save(IntStream.range(0, 17_000)
                        .mapToObj(i -> note("note " + i).at(1_700_000_000L - i).unsigned())
                        .toList());
        Eventually.holds("all is shown", () -> pages() == 3);
        List<String> calls = extension.calls();
        int first = calls.indexOf("page 8000");
        assertEquals(List.of("page 8000", "idle", "page 8000", "idle", "page 1000"), calls.subList(first, first + 5));
    }

    @Test
    void isIdleAgainWhenThatFailed() {
        extension.failNext(2);
        Eventually.holds("it has failed", extension::hasFailed);
        int before = extension.idles();
        Eventually.holds("it goes on", () -> extension.idles() > before + 1);
        relay.connect().accepted(note("").build());
        Eventually.holds("it is shown", () -> extension.calls().contains("page 1"));
    }

    @Test
    void isNotIdleBeforeAPageThatFailedHasGoneThrough() {
        Eventually.holds("it sleeps", () -> extension.idles() >= 1);
        extension.holdPages();
        TestClient client = relay.connect();
        client.accepted(note("").build());
        Eventually.holds("it is shown", () -> pages() == 1);
        extension.failNext(2);
        client.accepted(note("again").build());
        extension.letGo();
        Eventually.holds("it has failed and goes on", () -> extension.hasFailed() && pages() >= 4);
        List<String> calls = extension.calls();
        int last = calls.lastIndexOf("page 1");
        assertEquals(List.of("page 1", "page 1", "page 1"), calls.subList(last - 2, last + 1));
    }

    @Test
    void slowsTheWriterDownWhenItIsFurtherBehindThanItWantsToBe() {
        TestClient client = relay.connect();
        client.accepted(note("caught up").build());
        Eventually.holds("it is shown", () -> pages() == 1);
        assertEquals(0, relay.meter("souk_commit_held_seconds_count"));
        extension.takeForAPage(Duration.ofSeconds(1));
        extension.lagAtMost(10);
        Event[] notes = IntStream.range(0, 1_000)
                .mapToObj(i -> note("note " + i).build())
                .toArray(Event[]::new);
        AtomicInteger sent = new AtomicInteger();
        Eventually.holds("it is waited for", () -> {
            client.accepted(notes[sent.getAndIncrement()]);
            return relay.meter("souk_commit_held_seconds_count") > 0;
        });
        Eventually.holds("all is shown", () -> changes() == 1 + sent.get());
    }

    @Test
    void isShownWhatWasRemovedBeforeItCameToIt() {
        extension.takeForAPage(Duration.ofSeconds(1));
        TestClient client = relay.connect();
        client.accepted(note("busy").build());
        Eventually.holds("it is busy", () -> pages() == 1);
        Event fleeting = note("fleeting").build();
        client.accepted(fleeting, deletionOf(fleeting).build());
        Eventually.holds("the event, its deletion and its removal are shown", () -> changes() == 4);
        assertEquals(2, client.stored("{}").size());
    }

    private int changes() {
        return extension.calls().stream()
                .filter(call -> call.startsWith("page"))
                .mapToInt(call -> Integer.parseInt(call.substring(5)))
                .sum();
    }

    @Test
    void followsTheFeedOnce() {
        assertThrows(IllegalStateException.class, () -> extension.access().follow(0, page -> {}));
    }

    private long pages() {
        return extension.calls().stream()
                .filter(call -> call.startsWith("page"))
                .count();
    }
}
