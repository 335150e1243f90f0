package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.relay.config.ThreadsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From stored events to live ones, while others publish: whatever the moment at which a subscription is opened, it gets
 * every match exactly once. Random; prints its seed, and takes one as {@code -Dseed}.
 */
class LiveHandOverIT {
    private static final long T = RelayFixture.START.getEpochSecond();
    private static final int ROUNDS = 5;
    private static final int PUBLISHERS = 3;
    private static final int READERS = 8;
    private static final int SUBSCRIPTIONS = 4;
    private static final int EVENTS = 900;

    /** Enough for all, a few, and none: then the store is asked again for what came in the meantime. */
    @ParameterizedTest
    @ValueSource(longs = {32 << 20, 3_000, 0})
    void neitherLosesNorRepeatsAnEvent(long recentBytes) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("LiveHandOverIT recentBytes=" + recentBytes + " -Dseed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (RelayFixture relay = relay(recentBytes)) {
                new Round(relay, random).run("round " + round + " of -Dseed=" + seed);
            }
        }
    }

    private static RelayFixture relay(long recentBytes) {
        return RelayFixture.start(config -> config.withLimits(
                        new TestLimits().results(EVENTS, EVENTS).build())
                .withThreads(withRecentBytes(config.threads(), recentBytes)));
    }

    /** Small commits, and a feed that lags behind them, so that replays overtake it. */
    private static ThreadsConfig withRecentBytes(ThreadsConfig threads, long recentBytes) {
        return new ThreadsConfig(
                threads.verify(), threads.replay(), threads.verifyQueue(), threads.writerQueue(), 1, 20, recentBytes);
    }

    /** What one client opens on one connection, and when: as soon as so many events were accepted. */
    private record Plan(int afterEvents, String id, List<RandomFilter> filters) {
        boolean wants(Event event) {
            return filters.stream().anyMatch(filter -> filter.filter().matches(event));
        }
    }

    /** One relay, its publishers and its readers. */
    private static final class Round {
        private final RelayFixture relay;
        private final List<Event> events;
        private final List<List<Plan>> plans = new ArrayList<>();
        private final AtomicInteger accepted = new AtomicInteger();

        Round(RelayFixture relay, Random random) {
            this.relay = relay;
            this.events = RandomEvents.some(random, EVENTS, T);
            for (int reader = 0; reader < READERS; reader++) {
                plans.add(IntStream.range(0, SUBSCRIPTIONS)
                        .mapToObj(i -> plan(random, "s" + i))
                        .sorted(java.util.Comparator.comparingInt(Plan::afterEvents))
                        .toList());
            }
        }

        private Plan plan(Random random, String id) {
            List<RandomFilter> filters = new ArrayList<>();
            for (int count = 1 + random.nextInt(2); count > 0; count--) {
                filters.add(RandomFilter.unlimited(random, events, T));
            }
            return new Plan(random.nextInt(EVENTS), id, filters);
        }

        void run(String what) {
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                List<CompletableFuture<Void>> work = new ArrayList<>();
                for (List<Plan> plan : plans) {
                    TestClient reader = relay.connect();
                    work.add(CompletableFuture.runAsync(() -> read(reader, plan, what), threads));
                }
                for (int i = 0; i < PUBLISHERS; i++) {
                    TestClient publisher = relay.connect();
                    List<Event> share = share(i);
                    work.add(CompletableFuture.runAsync(() -> publish(publisher, share), threads));
                }
                work.forEach(CompletableFuture::join);
            }
        }

        private List<Event> share(int publisher) {
            return IntStream.range(0, EVENTS)
                    .filter(i -> i % PUBLISHERS == publisher)
                    .mapToObj(events::get)
                    .toList();
        }

        /** Some at a time, so that commits hold several events. */
        private void publish(TestClient publisher, List<Event> share) {
            int answered = 0;
            for (int sent = 0; sent < share.size(); sent++) {
                publisher.publish(share.get(sent));
                if (sent - answered >= 10) {
                    answered += answer(publisher);
                }
            }
            while (answered < share.size()) {
                answered += answer(publisher);
            }
        }

        private int answer(TestClient publisher) {
            String answer = publisher.next();
            if (!answer.endsWith(",true,\"\"]")) {
                throw new AssertionError("expected every event to be accepted, got " + answer);
            }
            accepted.incrementAndGet();
            return 1;
        }

        private void read(TestClient reader, List<Plan> plan, String what) {
            for (Plan subscription : plan) {
                Eventually.holds(
                        subscription.afterEvents() + " events are accepted",
                        () -> accepted.get() >= subscription.afterEvents());
                reader.req(
                        subscription.id(),
                        subscription.filters().stream().map(RandomFilter::json).toArray(String[]::new));
            }
            Eventually.holds("all events are accepted", () -> accepted.get() == EVENTS);
            List<String> received = receivedSoFar(reader);
            for (Plan subscription : plan) {
                assertEquals(
                        events.stream()
                                .filter(subscription::wants)
                                .map(event -> event.id().hex())
                                .sorted()
                                .toList(),
                        idsOf(subscription.id(), received),
                        () -> what + ": " + subscription);
                assertEquals(
                        1,
                        received.stream()
                                .filter(message -> message.startsWith("[\"EOSE\",\"" + subscription.id() + "\""))
                                .count(),
                        () -> what + ": EOSE of " + subscription.id());
            }
        }

        /** All messages up to now, known by asking one more thing, which is answered when all else has its EOSE. */
        private static List<String> receivedSoFar(TestClient reader) {
            List<String> received = new ArrayList<>();
            int open = SUBSCRIPTIONS;
            while (open > 0) {
                String message = reader.next();
                received.add(message);
                open -= message.startsWith("[\"EOSE\"") ? 1 : 0;
            }
            reader.req("last", "{\"kinds\":[39999],\"limit\":0}");
            for (String message = reader.next(); !message.startsWith("[\"EOSE\",\"last\""); message = reader.next()) {
                received.add(message);
            }
            return received;
        }

        private static List<String> idsOf(String subscription, List<String> messages) {
            String head = "[\"EVENT\",\"" + subscription + "\",{\"id\":\"";
            return messages.stream()
                    .filter(message -> message.startsWith(head))
                    .map(message -> message.substring(head.length(), head.length() + 64))
                    .sorted()
                    .toList();
        }
    }
}
