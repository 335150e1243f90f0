package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that does not read what it asked for is waited for, then closed, and costs the others nothing. */
@SuppressWarnings("NullAway.Init") // Each test starts its own relay.
class SlowReadersIT {
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    /** An opcode that means nothing. */
    private static final int RESERVED = 3;

    private RelayFixture relay;

    @AfterEach
    void stop() {
        relay.close();
    }

    /** About sixty megabytes of notes, straight into the store. */
    private List<Event> fill() {
        List<Event> events = IntStream.range(0, 1_000)
                .mapToObj(i -> note(i + " " + "x".repeat(60_000))
                        .at(1_700_000_000L - i)
                        .unsigned())
                .toList();
        for (int i = 0; i < events.size(); i += 100) {
            relay.store().save(events.subList(i, i + 100));
        }
        return events;
    }

    /** Waits until all buffers are full: nothing has moved for two seconds. */
    private void awaitStandstill() {
        AtomicLong since = new AtomicLong(System.nanoTime());
        AtomicLong waiting = new AtomicLong();
        Eventually.holds("nothing moves", () -> {
            long now = (long) relay.meter("souk_outbound_bytes");
            if (waiting.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return now >= 10_000 && System.nanoTime() - since.get() >= STANDSTILL.toNanos();
        });
    }

    @Test
    void pausesTheReplayAndGoesOnWhenTheClientReads() {
        relay = RelayFixture.withLimits(new TestLimits().results(500, 5_000).build());
        List<Event> events = fill();
        try (RawSocket slow = RawSocket.webSocket(relay)) {
            slow.text("[\"REQ\",\"q\",{\"limit\":5000}]");
            Eventually.holds("something waits to be read", () -> relay.meter("souk_outbound_bytes") > 10_000);
            relay.connect().stored("{\"limit\":3}");
            assertTrue(relay.meter("souk_outbound_bytes") < 4_000_000, "the replay has not paused");
            for (Event event : events) {
                assertTrue(slow.read().text().startsWith("[\"EVENT\",\"q\",{\"id\":\"" + event.id() + "\""));
            }
            assertEquals("[\"EOSE\",\"q\",[\"finish\"]]", slow.read().text());
        }
        Eventually.holds("all memory is given back", () -> relay.meter("souk_outbound_bytes") == 0);
    }

    @Test
    void closesAClientThatMakesNoProgress() {
        relay = RelayFixture.withLimits(new TestLimits()
                .results(500, 5_000)
                .stallTimeout(Duration.ofSeconds(2))
                .build());
        fill();
        try (RawSocket stalled = RawSocket.webSocket(relay)) {
            stalled.text("[\"REQ\",\"q\",{\"limit\":5000}]");
            Eventually.holds("the stalled client is closed", () -> relay.meter("souk_connections_too_slow_total") == 1);
            Eventually.holds("its memory is given back", () -> relay.meter("souk_outbound_bytes") == 0);
            relay.connect().stored("{\"limit\":3}");
        }
    }

    /** The close frame never goes out, as it is behind what nobody reads. */
    @Test
    void closesAClientThatSaysGoodByeAndDoesNotRead() {
        relay = RelayFixture.withLimits(new TestLimits()
                .results(500, 5_000)
                .handshakeTimeout(Duration.ofSeconds(2))
                .build());
        fill();
        for (int farewell : new int[] {RawSocket.CLOSE, RawSocket.BINARY, RESERVED}) {
            try (RawSocket deaf = RawSocket.webSocket(relay)) {
                deaf.text("[\"REQ\",\"q\",{\"limit\":5000}]");
                awaitStandstill();
                deaf.send(RawSocket.frame(0x80 | farewell, new byte[0]));
                Eventually.holds("it is closed", () -> relay.meter("souk_connections") == 0);
            }
            Eventually.holds("its memory is given back", () -> relay.meter("souk_outbound_bytes") == 0);
        }
    }

    @Test
    void searchesNoMoreForAClientThatIsBeingClosed() {
        relay = RelayFixture.withLimits(new TestLimits()
                .results(500, 5_000)
                .maxPendingReplays(3)
                .handshakeTimeout(Duration.ofMinutes(2))
                .build());
        fill();
        TestClient other = relay.connect();
        try (RawSocket deaf = RawSocket.webSocket(relay)) {
            for (String id : List.of("a", "b", "c")) {
                deaf.text("[\"REQ\",\"" + id + "\",{\"limit\":5000}]");
            }
            awaitStandstill();
            assertTrue(isRefused(other));
            deaf.send(RawSocket.frame(0x80 | RawSocket.BINARY, new byte[0]));
            Eventually.holds("it is searched for others again", () -> !isRefused(other));
            assertEquals(2, relay.meter("souk_connections"));
        }
    }

    private static boolean isRefused(TestClient client) {
        String answer = client.req("q", "{\"limit\":0}").next();
        client.send("[\"CLOSE\",\"q\"]");
        return answer.startsWith("[\"CLOSED\",\"q\",\"rate-limited: ");
    }

    /** False when it is to ask again later; any other answer than the event is wrong. */
    private static boolean isServed(TestClient client, Event stored) {
        String answer = client.req("q", "{}").next();
        if (answer.equals("[\"CLOSED\",\"q\",\"rate-limited: too many requests are waiting, send it again later\"]")) {
            return false;
        }
        assertEquals("[\"EVENT\",\"q\"," + TestClient.json(stored) + "]", answer);
        assertTrue(client.next().startsWith("[\"EOSE\",\"q\""));
        client.send("[\"CLOSE\",\"q\"]");
        return true;
    }

    @Test
    void closesAListenerThatFallsTooFarBehindAndServesTheOthers() {
        relay = RelayFixture.withLimits(
                new TestLimits().maxOutboundBytes(1_000_000).build());
        TestClient publisher = relay.connect();
        TestClient reader = relay.connect();
        reader.req("live", "{\"limit\":0}").eventsUntilEose("live");
        try (RawSocket deaf = RawSocket.webSocket(relay)) {
            deaf.text("[\"REQ\",\"live\",{\"limit\":0}]");
            assertTrue(deaf.read().text().startsWith("[\"EOSE\""));
            List<Event> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Event event = note(i + " " + "y".repeat(60_000)).build();
                sent.add(event);
                publisher.accepted(event);
                assertEquals(event, reader.nextEvent("live"));
            }
            Eventually.holds("the deaf client is closed", () -> relay.meter("souk_connections_too_slow_total") == 1);
            assertEquals(200, sent.size());
        }
    }

    @Test
    void closesLaggardsWhenAllTogetherTakeTooMuch() {
        relay = RelayFixture.withLimits(
                new TestLimits().maxTotalOutboundBytes(2_000_000).build());
        TestClient publisher = relay.connect();
        TestClient reader = relay.connect();
        reader.req("live", "{\"limit\":0}").eventsUntilEose("live");
        List<RawSocket> deaf = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RawSocket socket = RawSocket.webSocket(relay);
            deaf.add(socket);
            socket.text("[\"REQ\",\"live\",{\"limit\":0}]");
            assertTrue(socket.read().text().startsWith("[\"EOSE\""));
        }
        for (int i = 0; i < 150; i++) {
            Event event = note(i + " " + "z".repeat(60_000)).build();
            publisher.accepted(event);
            assertEquals(event, reader.nextEvent("live"));
        }
        Eventually.holds("some laggards are closed", () -> relay.meter("souk_connections_too_slow_total") >= 1);
        deaf.forEach(RawSocket::close);
    }

    @Test
    void survivesFloodsOfRequests() {
        relay = RelayFixture.withLimits(
                new TestLimits().maxSubscriptions(20).maxPendingReplays(10).build());
        TestClient other = relay.connect();
        Event note = note("here").build();
        other.accepted(note);
        try (RawSocket flood = RawSocket.webSocket(relay)) {
            for (int i = 0; i < 2_000; i++) {
                flood.text("[\"REQ\",\"same\",{}]");
                flood.text("[\"REQ\",\"other" + i + "\",{}]");
            }
            Eventually.holds("the other client is served, if only when it asks again", () -> isServed(other, note));
            flood.text("[\"REQ\",\"same\",{\"limit\":0}]");
            flood.text("[\"CLOSE\",\"same\"]");
            flood.text("hello");
            String message = flood.read().text();
            while (!message.startsWith("[\"NOTICE\"")) {
                message = flood.read().text();
            }
        }
        Eventually.holds("its subscriptions are gone", () -> relay.meter("souk_subscriptions") == 0);
    }
}
