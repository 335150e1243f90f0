package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import dev.souk.storage.Change;
import dev.souk.storage.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events leave a running relay when they have been kept as long as its operator keeps them. */
@Timeout(180)
class RetentionIT {
    private static final long NOW = RelayFixture.START.getEpochSecond();
    private static final long DAY = 86_400;

    private RelayFixture relay = start(retention(0, "kinds=1 age=1d"));

    private static RetentionConfig retention(long maxBytes, String... rules) {
        return retention(100_000, maxBytes, rules);
    }

    private static RetentionConfig retention(int maxPerSecond, long maxBytes, String... rules) {
        return new RetentionConfig(
                List.of(rules).stream().map(RetentionRule::parse).toList(),
                maxBytes,
                Set.of(),
                RetentionConfig.DEFAULT.exemptKinds(),
                Duration.ofSeconds(1),
                maxPerSecond);
    }

    private static RelayFixture start(RetentionConfig retention) {
        return RelayFixture.start(config -> config.withRetention(retention));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void whatIsKeptLongEnoughGoesWhileOthersPublish() {
        List<Event> old = IntStream.range(0, 2_000)
                .mapToObj(i -> note("old " + i).at(NOW - 10 * DAY - i / 7).unsigned())
                .toList();
        Event profile = TestEvents.ofKind(0).at(NOW - 100 * DAY).unsigned();
        relay.store().save(old);
        relay.store().save(List.of(profile));
        TestClient client = relay.connect();
        Event fresh = note("fresh").at(NOW).build();
        client.accepted(fresh);
        Eventually.holds("all of it is gone", () -> retiredByAge() == old.size());
        assertEquals(List.of(fresh, profile), client.stored("{}"));
        long removed = relay.store().changesAfter(0, 100_000).changes().stream()
                .filter(change -> change instanceof Change.Removed gone && gone.reason() == Removal.RETIRED)
                .count();
        assertEquals(old.size(), removed);
    }

    /** Whoever asks sees the first page go, and the next one not for as long as that may take. */
    @Test
    void onlySoManyGoInASecond() {
        relay.close();
        relay = start(retention(100, 0, "kinds=1 age=1d"));
        relay.store()
                .save(IntStream.range(0, 2_000)
                        .mapToObj(i -> note("old " + i).at(NOW - 10 * DAY - i).unsigned())
                        .toList());
        Eventually.holds("some are gone", () -> retiredByAge() > 0);
        TestClient client = relay.connect();
        for (int i = 0; i < 200; i++) {
            client.accepted(note("fresh " + i).at(NOW).build());
        }
        assertTrue(retiredByAge() < 1_000, "a page is gone, or two when this took long, and not " + retiredByAge());
    }

    private double retiredByAge() {
        return relay.meter("souk_events_retired_total{cause=\"age\"}");
    }

    @Test
    void whatGetsTooOldLaterGoesLater() {
        TestClient client = relay.connect();
        client.accepted(note("").at(NOW).build());
        relay.setClock(RelayFixture.START.plusSeconds(DAY + 1));
        Eventually.holds("it is gone", () -> client.stored("{}").isEmpty());
    }

    @Test
    void whatWouldHaveToGoAtOnceIsNotTakenIn() {
        TestClient client = relay.connect();
        String answer = client.ok(note("").at(NOW - 2 * DAY).build());
        assertTrue(answer.endsWith(",false,\"blocked: this relay keeps events like this one for 1d\"]"), () -> answer);
        client.accepted(TestEvents.ofKind(7).at(NOW - 2 * DAY).build());
        client.accepted(TestEvents.ofKind(62)
                .by(TestKeys.bob())
                .at(NOW - 2 * DAY)
                .tag("relay", "ALL_RELAYS")
                .build());
    }

    @Test
    void pastMaxBytesWhatWasStoredFirstGoesAndItsSpaceReturns() {
        relay.close();
        relay = start(retention(0));
        List<Event> notes = IntStream.range(0, 6_000)
                .mapToObj(i -> note("x".repeat(500) + i).at(NOW - i).unsigned())
                .toList();
        relay.store().save(notes);
        relay.store().reclaim();
        long full = relay.store().statistics().eventBytes();
        RelayFixture small = start(retention(full / 2));
        try (small) {
            small.store().save(notes);
            Eventually.holds("there is space", () -> small.store().statistics().eventBytes() <= full / 2);
            Eventually.holds(
                    "it is counted", () -> small.meter("souk_events_retired_total{cause=\"max_bytes\"}") > 1_000);
            assertTrue(small.store().contains(notes.getLast().id()));
            assertTrue(!small.store().contains(notes.getFirst().id()));
        }
    }

    /** One thread sweeps: when it does what the new settings say, it is done with the old ones. */
    @Test
    void aCorrectedMaxBytesSavesWhatIsNotGoneYet() {
        relay.close();
        relay = start(retention(100, 1));
        relay.store()
                .save(IntStream.range(0, 4_000)
                        .mapToObj(i -> note("note " + i).at(NOW - i).unsigned())
                        .toList());
        Event reaction = TestEvents.ofKind(7).at(NOW - 10 * DAY).unsigned();
        relay.store().save(List.of(reaction));
        Eventually.holds("some are gone", () -> relay.meter("souk_events_retired_total{cause=\"max_bytes\"}") > 0);
        relay.set(config -> config.withRetention(retention(0, "kinds=7 age=1d")));
        Eventually.holds("the new rule is followed", () -> !relay.store().contains(reaction.id()));
        double gone = relay.meter("souk_events_retired_total{cause=\"max_bytes\"}");
        assertTrue(gone < 2_000, "a few pages are gone, and not " + gone);
    }
}
