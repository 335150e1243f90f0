package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.config.MirrorsConfig;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code [mirrors]} bounds: how much is under way with another relay, and how long it goes without a second look. */
@Timeout(180)
class MirrorLimitsIT {
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private static UnaryOperator<MirrorsConfig> settings(
            int maxPendingEvents, int maxUnanswered, Duration catchUpInterval) {
        return from -> new MirrorsConfig(
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                from.pingInterval(),
                from.maxMessageBytes(),
                maxPendingEvents,
                maxUnanswered,
                catchUpInterval,
                List.of());
    }

    private static void mirror(
            RelayFixture relay, Direction direction, URI other, UnaryOperator<MirrorsConfig> settings) {
        MirrorsConfig mirrors = settings.apply(MirrorsConfig.DEFAULT).with(MirrorConfig.of(other, direction));
        relay.set(config -> config.withMirrors(mirrors));
    }

    private static List<Event> notes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> note("note " + i).at(NOW - i).build())
                .toList();
    }

    private static void arrives(RelayFixture relay, List<Event> events) {
        Eventually.holds(
                "all are here",
                () -> events.stream().allMatch(event -> relay.store().contains(event.id())));
    }

    @Test
    void soManyEventsOfAnotherRelayWaitToBeStored() {
        List<Event> theirs = notes(60);
        FaultyStore[] disk = new FaultyStore[1];
        try (RelayFixture there = RelayFixture.start();
                RelayFixture here =
                        RelayFixture.onStore(UnaryOperator.identity(), store -> disk[0] = new FaultyStore(store))) {
            there.store().save(theirs);
            disk[0].hangWrites();
            mirror(here, Direction.DOWN, there.uri(), settings(4, 100, Duration.ZERO));
            Eventually.holds("the first are about to be stored", () -> disk[0].hanging() == 1);
            disk[0].mend();
            arrives(here, theirs);
            assertTrue(disk[0].largestCommit() <= 4, () -> "as many at once as " + disk[0].largestCommit());
        }
    }

    @Test
    void soManyEventsAreSentBeforeTheFirstIsAnswered() throws InterruptedException {
        List<Event> mine = notes(5);
        CountDownLatch answering = new CountDownLatch(1);
        try (RelayFixture here = RelayFixture.start();
                FalseRelay other = FalseRelay.playing(wire -> {
                    wire.readUntil("[\"NEG-OPEN\"");
                    wire.say("[\"NEG-ERR\",\"neg\",\"error: not now\"]");
                    String first = wire.readUntil("[\"EVENT\"");
                    wire.readUntil("[\"EVENT\"");
                    wire.listen(Duration.ofMillis(500));
                    answering.countDown();
                    String id = first.substring(first.indexOf("\"id\":\"") + 6).substring(0, 64);
                    wire.say("[\"OK\",\"" + id + "\",true,\"\"]");
                    wire.awaitEnd();
                })) {
            here.store().save(mine);
            mirror(here, Direction.UP, other.uri(), settings(100, 2, Duration.ZERO));
            assertTrue(answering.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
            assertEquals(2, sent(other));
            Eventually.holds("one more is sent for the answered one", () -> sent(other) == 3);
        }
    }

    private static long sent(FalseRelay other) {
        return other.heard().stream()
                .filter(text -> text.startsWith("[\"EVENT\""))
                .count();
    }

    @Test
    void aConnectionThatStaysIsReconciledAgain() {
        try (RelayFixture there = RelayFixture.start();
                RelayFixture here = RelayFixture.start()) {
            mirror(here, Direction.DOWN, there.uri(), settings(100, 100, Duration.ofMillis(300)));
            Eventually.holds("it is subscribed", () -> there.meter("souk_subscriptions") == 1);
            // Not announced to anybody: only who compares finds it.
            List<Event> silent = notes(1);
            there.store().save(silent);
            arrives(here, silent);
            String lost = "souk_mirror_connections_total{mirror=\"" + MirrorConfig.nameOf(there.uri())
                    + "\",outcome=\"lost\"}";
            assertEquals(0, here.meter(lost));
        }
    }

    /** Or this relay's own events would go for those that another one has kept. */
    @Test
    void whileMaxBytesIsNearlyReachedWhatIsOldStaysThere() {
        List<Event> mine = notes(200);
        Event old = note("old").at(NOW - 10 * 86_400).build();
        Event missed = note("missed").at(NOW - 60).build();
        Event passing = note("passing").at(NOW).build();
        try (RelayFixture there = RelayFixture.start();
                RelayFixture here = RelayFixture.start()) {
            here.store().save(mine);
            here.set(config ->
                    config.withRetention(bounded(here.store().statistics().eventBytes() * 100 / 91)));
            there.store().save(List.of(old, missed));
            mirror(here, Direction.BOTH, there.uri(), settings(100, 100, Duration.ofMillis(300)));
            arrives(there, mine);
            arrives(here, List.of(missed));
            there.connect().accepted(passing);
            arrives(here, List.of(passing));
            assertFalse(here.store().contains(old.id()));
            here.set(config -> config.withRetention(bounded(1L << 40)));
            arrives(here, List.of(old));
        }
    }

    private static RetentionConfig bounded(long maxBytes) {
        RetentionConfig from = RetentionConfig.DEFAULT;
        return new RetentionConfig(
                from.rules(), maxBytes, from.exemptAuthors(), from.exemptKinds(), from.interval(), from.maxPerSecond());
    }

    @Test
    void whileMaxBytesIsNearlyReachedNoPagesOfOldEventsAreAskedFor() {
        Event recent = note("recent").at(NOW).build();
        try (RelayFixture here = RelayFixture.start();
                FalseRelay other = FalseRelay.playing(wire -> {
                    wire.readUntil("[\"NEG-OPEN\"");
                    wire.say("[\"NEG-ERR\",\"neg\",\"error: not now\"]");
                    wire.say("[\"EVENT\",\"live\"," + TestClient.json(recent) + "]");
                    wire.awaitEnd();
                })) {
            here.store().save(notes(200));
            here.set(config ->
                    config.withRetention(bounded(here.store().statistics().eventBytes() * 100 / 91)));
            mirror(here, Direction.DOWN, other.uri(), settings(100, 100, Duration.ZERO));
            arrives(here, List.of(recent));
            assertTrue(other.heard().stream().noneMatch(text -> text.startsWith("[\"REQ\",\"page\"")));
        }
    }

    /** One that asked would get it and refuse it, at every look. */
    @Test
    void whatHasToGoByAgeIsNotAskedFor() {
        Event old = note("old").at(NOW - 10 * 86_400).build();
        List<Event> young = notes(3);
        try (RelayFixture there = RelayFixture.start();
                RelayFixture here = RelayFixture.start(config -> config.withRetention(byAge("kinds=1 age=1d")))) {
            there.store().save(List.of(old));
            there.store().save(young);
            MirrorConfig mirror = MirrorConfig.of(there.uri(), Direction.DOWN)
                    .withFilters(Filter.builder().kinds(1).build());
            here.set(config -> config.withMirrors(settings(100, 100, Duration.ZERO)
                    .apply(MirrorsConfig.DEFAULT)
                    .with(mirror)));
            arrives(here, young);
            Event last = note("last").at(NOW).build();
            there.connect().accepted(last);
            arrives(here, List.of(last));
            assertEquals(
                    0,
                    here.meter("souk_mirror_events_total{direction=\"down\",mirror=\""
                            + MirrorConfig.nameOf(there.uri()) + "\",outcome=\"refused\"}"));
        }
    }

    private static RetentionConfig byAge(String rule) {
        RetentionConfig from = RetentionConfig.DEFAULT;
        return new RetentionConfig(
                List.of(RetentionRule.parse(rule)),
                0,
                from.exemptAuthors(),
                from.exemptKinds(),
                from.interval(),
                from.maxPerSecond());
    }
}
