package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.ThreadsConfig;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.policy.RequestPolicy;
import dev.souk.relay.policy.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disk takes its time: at each stage only so much waits, and whoever brings more is told, or waits too. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // Each test starts its own relay, which disguises its store.
class SlowDiskIT {
    private static final String HOME = "198.51.100.1";
    private static final String ELSEWHERE = "203.0.113.9";
    private static final int MANY = 120;

    /** So much longer than a slice of a replay that one is over. */
    private static final long SLICE_NANOS = Duration.ofMillis(30).toNanos();

    private FaultyStore disk;
    private RelayFixture relay;

    private void relayWith(UnaryOperator<RelayConfig> settings, RelayExtension... extensions) {
        relay = RelayFixture.onStore(
                settings,
                store -> {
                    disk = new FaultyStore(store);
                    return disk;
                },
                extensions);
    }

    /** @param queues of the threads that check, the writer, and the live feed */
    private static UnaryOperator<RelayConfig> threads(int verify, int replay, int maxBatch, int... queues) {
        return config -> config.withThreads(
                new ThreadsConfig(verify, replay, queues[0], queues[1], queues[2], maxBatch, 1 << 20));
    }

    private static UnaryOperator<RelayConfig> limits(TestLimits limits) {
        return config -> config.withLimits(limits.build());
    }

    @AfterEach
    void stop() {
        disk.mend();
        relay.close();
    }

    private static List<Event> notes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> note("note " + i).build())
                .toList();
    }

    private double waiting(String stage) {
        return relay.meter("souk_queue{queue=\"" + stage + "\"}");
    }

    private static List<String> threadsOf(String stage) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches(stage + "-[0-9]+"))
                .sorted()
                .toList();
    }

    /** The answers to so many events, those that were refused apart. */
    private static List<String> refused(TestClient client, int answers) {
        return Stream.generate(client::next)
                .limit(answers)
                .filter(answer -> answer.contains(",false,"))
                .toList();
    }

    private static void assertClosed(String id, String answer) {
        assertTrue(answer.startsWith("[\"CLOSED\",\"" + id + "\",\"rate-limited: "), answer);
    }

    @Test
    void asManyThreadsCheckAndAnswerAsAreSet() {
        relayWith(threads(3, 4, 1_000, 8_192, 8_192, 16_384));
        assertEquals(List.of("verify-1", "verify-2", "verify-3"), threadsOf("verify"));
        assertEquals(List.of("replay-1", "replay-2", "replay-3", "replay-4"), threadsOf("replay"));
    }

    @Test
    void eventsPastTheVerifyQueueAreRefusedAndMayBeSentAgain() {
        relayWith(threads(1, 1, 1, 5, 1, 100));
        TestClient client = relay.connect();
        disk.hangWrites();
        List<Event> events = notes(MANY);
        events.forEach(client::publish);
        Eventually.holds("all have come", () -> received() == MANY);
        assertEquals(5, waiting("verify"));
        disk.mend();
        List<String> refused = refused(client, MANY);
        assertTrue(refused.size() > MANY / 2, refused.size() + " were refused");
        assertTrue(refused.stream().allMatch(answer -> answer.contains("\"error: the relay is busy")));
        events.forEach(event -> assertTrue(client.ok(event).contains(",true,")));
    }

    private double received() {
        return relay.meter("souk_messages_received_total{verb=\"event\"}");
    }

    @Test
    void pastTheWriterQueueTheCheckingWaits() {
        relayWith(threads(1, 1, 1, 1_000, 4, 100));
        TestClient client = relay.connect();
        disk.hangWrites();
        notes(MANY).forEach(client::publish);
        Eventually.holds("the checking waits", () -> waiting("verify") >= MANY / 2);
        assertEquals(4, waiting("writer"));
        disk.mend();
        assertEquals(List.of(), refused(client, MANY));
    }

    @Test
    void aCommitTakesSoManyEventsAndNoMore() {
        relayWith(threads(1, 1, 7, 1_000, 1_000, 100));
        TestClient client = relay.connect();
        disk.hangWrites();
        notes(MANY).forEach(client::publish);
        Eventually.holds("they wait", () -> waiting("writer") >= MANY - 7);
        disk.mend();
        assertEquals(List.of(), refused(client, MANY));
        assertEquals(7, disk.largestCommit());
    }

    /** It is the client's turn to see an event when the live thread asks whether it may. */
    @Test
    void pastTheLiveQueueTheWriterWaits() {
        CountDownLatch mayBeSeen = new CountDownLatch(1);
        RequestPolicy slow = (filters, caller) -> {
            if (Thread.currentThread().getName().equals("live")) {
                awaitEnd(mayBeSeen);
            }
            return Verdict.ACCEPT;
        };
        relayWith(threads(1, 1, 1, 1_000, 1_000, 3), asking(slow));
        TestClient client = relay.connect();
        TestClient listener = relay.connect();
        listener.subscribe("live", "{}");
        List<Event> events = notes(MANY);
        events.forEach(client::publish);
        Eventually.holds("the writer waits", () -> waiting("writer") >= MANY / 2);
        assertEquals(3, waiting("live"));
        mayBeSeen.countDown();
        events.forEach(event -> assertEquals(event, listener.nextEvent("live")));
        assertEquals(List.of(), refused(client, MANY));
    }

    private static RelayExtension asking(RequestPolicy policy) {
        return new RelayExtension() {
            @Override
            public String name() {
                return "asking";
            }

            @Override
            public List<RequestPolicy> requestPolicies() {
                return List.of(policy);
            }
        };
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is remembered comes after EOSE; what is not is read again, and comes before. */
    @ParameterizedTest
    @CsvSource({"100000, 0", "1000, 20"})
    void asManyRecentEventsAreRememberedAsFit(int bytes, int readAgain) {
        relayWith(config -> config.withThreads(new ThreadsConfig(1, 1, 100, 100, 100, 10, bytes)));
        TestClient reader = relay.connect();
        disk.hangReads();
        reader.req("q", "{}");
        Eventually.holds("it has begun", () -> disk.hanging() == 1);
        List<Event> events = notes(20);
        relay.connect().accepted(events.toArray(Event[]::new));
        disk.mend();
        assertEquals(events.subList(0, readAgain), reader.eventsUntilEose("q"));
        events.subList(readAgain, 20).forEach(event -> assertEquals(event, reader.nextEvent("q")));
    }

    @Test
    void aConnectionIsNotReadWhileTooManyOfItsEventsWait() {
        relayWith(limits(new TestLimits().maxPendingEvents(4)));
        TestClient client = relay.connect();
        disk.hangWrites();
        for (int i = 0; i < MANY; i++) {
            client.publish(note(i + "x".repeat(5_000)).build());
        }
        TestClient other = relay.connect();
        for (int i = 0; i < 50; i++) {
            other.stored("{\"limit\":1}");
        }
        assertTrue(received() < 30, "no more than had come at once are read, and not " + received());
        disk.mend();
        assertEquals(List.of(), refused(client, MANY));
    }

    @Test
    void onlySoManyRequestsWaitOfAllConnections() {
        relayWith(limits(new TestLimits().maxPendingReplays(3)));
        TestClient one = relay.connect();
        TestClient other = relay.connect();
        disk.hangReads();
        one.req("a", "{}").req("b", "{}").req("c", "{}");
        Eventually.holds("they are read", () -> relay.meter("souk_subscriptions") == 3);
        assertClosed("d", one.req("d", "{}").next());
        assertClosed("e", other.req("e", "{}").next());
        assertClosed("f", other.send("[\"COUNT\",\"f\",{}]").next());
        disk.mend();
        Set<String> ends = new HashSet<>(List.of(one.next(), one.next(), one.next()));
        assertEquals(Set.of(eose("a"), eose("b"), eose("c")), ends);
        other.subscribe("e", "{}");
    }

    private static String eose(String id) {
        return "[\"EOSE\",\"" + id + "\",[\"finish\"]]";
    }

    @Test
    void onlySoManyRequestsOfOneConnectionAreAnsweredAtOnce() {
        relayWith(config -> config.withRead(new TestRead().maxQueries(2).build()));
        TestClient client = relay.connectFrom(HOME);
        TestClient other = relay.connectFrom(ELSEWHERE);
        disk.hangReads();
        client.req("a", "{}").req("b", "{}");
        Eventually.holds("they are read", () -> relay.meter("souk_subscriptions") == 2);
        assertClosed("c", client.req("c", "{}").next());
        other.req("d", "{}");
        Eventually.holds("others are answered", () -> relay.meter("souk_subscriptions") == 3);
        disk.mend();
        assertEquals(eose("d"), other.next());
        List<String> ends = new ArrayList<>(List.of(client.next(), client.next()));
        assertTrue(ends.containsAll(List.of(eose("a"), eose("b"))), ends::toString);
        client.subscribe("c", "{}");
    }

    @Test
    void whatTakesTooLongIsClosed() {
        relayWith(limits(new TestLimits().maxReplayTime(Duration.ofMillis(10))));
        relay.store().save(notes(500));
        TestClient client = relay.connect();
        pausesInTheMiddle(() -> client.req("q", "{\"kinds\":[7]}"));
        String answer = client.next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"q\",\"error: answering took too long"), answer);
    }

    /** Has what is asked for looked at for longer than a slice, so that it goes on in a second one. */
    private void pausesInTheMiddle(Runnable ask) {
        disk.hangReads();
        ask.run();
        Eventually.holds("it has begun", () -> disk.hanging() == 1);
        long begin = System.nanoTime();
        Eventually.holds("a slice is over", () -> System.nanoTime() - begin > SLICE_NANOS);
        disk.mend();
    }

    private TestClient clientWithoutMuchLeft() {
        relayWith(config -> config.withRead(new TestRead().anonymousRows(10).build()));
        relay.store().save(notes(1_000));
        return relay.connectFrom(HOME);
    }

    @Test
    void aCountPastItsBudgetEndsEarlyAndSaysSo() {
        TestClient client = clientWithoutMuchLeft();
        pausesInTheMiddle(() -> client.send("[\"COUNT\",\"c\",{\"kinds\":[1]},{\"kinds\":[7]}]"));
        String notice = client.next();
        assertTrue(notice.startsWith("[\"NOTICE\",\"rate-limited: \\\"c\\\" ends early"), notice);
        String count = client.next();
        assertTrue(count.matches("\\[\"COUNT\",\"c\",\\{\"count\":[0-9]{1,3},\"approximate\":true}]"), count);
    }

    @Test
    void aReconciliationPastItsBudgetIsClosed() {
        TestClient client = clientWithoutMuchLeft();
        pausesInTheMiddle(() -> client.send("[\"NEG-OPEN\",\"n\",{\"kinds\":[1]},\"6100000200\"]"));
        String error = client.next();
        assertTrue(error.startsWith("[\"NEG-ERR\",\"n\",\"rate-limited: "), error);
    }
}
