package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other relays that cut a reconciliation (NIP-77) off, as busy ones do: what is left is not taken for done. */
@Timeout(180)
class MirrorCutOffIT {
    private static final long NOW = RelayFixture.START.getEpochSecond();

    /** A range up to the end of time whose fingerprint nobody has. */
    private static final String UNLIKE = "000001" + "11".repeat(16);

    private static final String ALIKE = "61000000";

    private final RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stop() {
        relay.close();
    }

    private void mirror(FalseRelay other) {
        relay.set(config -> config.withMirrors(MirrorIT.quick().with(MirrorConfig.of(other.uri(), Direction.DOWN))));
    }

    private void arrives(Event event) {
        Eventually.holds("it is fetched", () -> relay.store().contains(event.id()));
    }

    private static void negMessage(FalseRelay.Wire wire, String hex) throws IOException {
        wire.say("[\"NEG-MSG\",\"neg\",\"" + hex + "\"]");
    }

    private static void serve(FalseRelay.Wire wire, String id, Event event) throws IOException {
        wire.readUntil("[\"REQ\",\"" + id + "\"");
        wire.say("[\"EVENT\",\"" + id + "\"," + TestClient.json(event) + "]");
        wire.say("[\"EOSE\",\"" + id + "\"]");
    }

    /** The first time it is too busy to go on, the second time it does not reconcile at all. */
    @Test
    void whatIsLeftIsFetchedByThePagesOfALaterConnection() {
        Event old = note("old").at(NOW - 100).build();
        AtomicInteger visits = new AtomicInteger();
        try (FalseRelay other = FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            if (visits.incrementAndGet() == 1) {
                negMessage(wire, "61" + UNLIKE);
                wire.readUntil("[\"NEG-MSG\"");
                wire.say("[\"NEG-ERR\",\"neg\",\"rate-limited: slow down\"]");
                wire.awaitEnd();
            }
            wire.say("[\"NOTICE\",\"unknown message\"]");
            serve(wire, "page", old);
            while (true) {
                wire.readUntil("[\"REQ\",\"page\"");
                wire.say("[\"EOSE\",\"page\"]");
            }
        })) {
            mirror(other);
            arrives(old);
        }
    }

    /** Up to a moment after all of them it has one event, and behind that something else. */
    private static String tells(Event event) {
        return "61" + varint(NOW + 2) + "00" + "0201" + event.id().hex() + UNLIKE;
    }

    private static String varint(long value) {
        StringBuilder hex = new StringBuilder(String.format("%02x", value & 0x7F));
        for (long rest = value >> 7; rest > 0; rest >>= 7) {
            hex.insert(0, String.format("%02x", rest & 0x7F | 0x80));
        }
        return hex.toString();
    }

    @Test
    void whoeverGetsSomewhereEachTimeGoesOnAtOnce() {
        List<Event> theirs = IntStream.range(0, 8)
                .mapToObj(i -> note("note " + i).at(NOW - i).build())
                .toList();
        try (FalseRelay other = FalseRelay.playing(wire -> {
            for (Event event : theirs) {
                wire.readUntil("[\"NEG-OPEN\"");
                negMessage(wire, tells(event));
                serve(wire, "get", event);
                wire.readUntil("[\"NEG-MSG\"");
                wire.say("[\"NEG-ERR\",\"neg\",\"closed: you took too long\"]");
            }
            wire.readUntil("[\"NEG-OPEN\"");
            negMessage(wire, ALIKE);
            wire.awaitEnd();
        })) {
            mirror(other);
            theirs.forEach(this::arrives);
            assertEquals(1, other.visits());
        }
    }
}
