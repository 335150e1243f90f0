package dev.souk.relay;

import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.KindRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds above NIP-01's 65535, which the job drafts use: regular where they are configured, refused elsewhere. */
class KindsAbove65535IT {
    private static final long T = RelayFixture.START.getEpochSecond();

    @Test
    void findsAJobByKindAndTagAndDeliversItLive() {
        try (RelayFixture relay = RelayFixture.start()) {
            TestClient client = relay.connect();
            Event stored = ofKind(68_001).tag("j", "translation").build();
            client.accepted(stored, ofKind(2_465).tag("j", "translation").build());
            TestClient provider = relay.connect();
            String jobs = "{\"kinds\":[68001],\"#j\":[\"translation\"]}";
            assertEquals(List.of(stored), provider.subscribe("jobs", jobs));
            Event live = ofKind(68_001).content("live").tag("j", "translation").build();
            client.accepted(
                    ofKind(68_001).tag("j", "other").build(),
                    ofKind(2_465).content("live").tag("j", "translation").build(),
                    live);
            assertEquals(live, provider.nextEvent("jobs"));
            provider.nothingMore();
        }
    }

    /** 65536 is 0 in sixteen bits, 68001 is 2465, 69999 is 4463. */
    @ParameterizedTest
    @ValueSource(ints = {65_536, 65_539, 68_001, 69_999})
    void keepsEveryEventOfAConfiguredKind(int kind) {
        try (RelayFixture relay = RelayFixture.start()) {
            TestClient client = relay.connect();
            Event older = ofKind(kind).at(T - 1).tag("d", "x").build();
            Event newer = ofKind(kind).at(T).tag("d", "x").build();
            client.accepted(older, newer);
            assertEquals(List.of(newer, older), client.stored("{\"kinds\":[" + kind + "]}"));
            assertEquals(List.of(), client.stored("{\"kinds\":[" + (kind & 0xFFFF) + "]}"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 85_536, 95_535, Integer.MAX_VALUE})
    void refusesKindsOutsideTheConfiguredRanges(int kind) {
        try (RelayFixture relay = RelayFixture.start()) {
            TestClient client = relay.connect();
            client.subscribe("live", "{}");
            client.refused(ofKind(kind).build(), "invalid");
            client.nothingMore();
            assertEquals(List.of(), client.stored("{\"kinds\":[" + kind + "]}"));
        }
    }

    /** In sixteen bits these would be ephemeral, replaceable and addressable. */
    @ParameterizedTest
    @ValueSource(ints = {85_536, 95_535, 75_536, 65_536 + 30_000})
    void treatsEveryConfiguredKindAsRegular(int kind) {
        EventsConfig events = new EventsConfig(
                List.of(new KindRange(75_000, 80_000), new KindRange(85_536, 100_000)),
                Duration.ofMinutes(15),
                Duration.ZERO,
                0);
        try (RelayFixture relay = RelayFixture.withEvents(events)) {
            TestClient client = relay.connect();
            Event older = ofKind(kind).at(T - 1).build();
            Event newer = ofKind(kind).at(T).build();
            client.accepted(older, newer);
            assertEquals(List.of(newer, older), client.stored("{\"kinds\":[" + kind + "]}"));
            client.refused(ofKind(68_001).build(), "invalid");
        }
    }

    @Test
    void takesTheBoundsOfAConfiguredRangeAsIncluded() {
        EventsConfig events =
                new EventsConfig(List.of(new KindRange(70_000, 70_001)), Duration.ofMinutes(15), Duration.ZERO, 0);
        try (RelayFixture relay = RelayFixture.withEvents(events)) {
            TestClient client = relay.connect();
            client.accepted(
                    ofKind(65_535).build(),
                    ofKind(70_000).build(),
                    ofKind(70_001).build());
            client.refused(ofKind(69_999).build(), "invalid");
            client.refused(ofKind(70_002).build(), "invalid");
        }
    }

    @Test
    void refusesAKindThatIsNoKindAtAll() {
        try (RelayFixture relay = RelayFixture.start()) {
            TestClient client = relay.connect();
            Event event = ofKind(1).build();
            for (String kind : List.of("-1", "2147483648", "4294967297", "1.0", "\"1\"")) {
                String json = TestClient.json(event).replace("\"kind\":1", "\"kind\":" + kind);
                String answer = client.send("[\"EVENT\"," + json + "]").next();
                assertTrue(answer.startsWith("[\"OK\",\"" + event.id() + "\",false,\"invalid: "), answer);
            }
        }
    }
}
