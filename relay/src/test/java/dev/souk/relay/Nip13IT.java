package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.relay.config.EventsConfig;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-13: events need work. */
@Nip(works = "proof of work and the commitment to it, when `events.min_pow` asks for it")
class Nip13IT {
    private static final int BITS = 8;

    private final RelayFixture relay = RelayFixture.withEvents(
            new EventsConfig(List.of(), EventsConfig.DEFAULT.maxFuture(), EventsConfig.DEFAULT.maxAge(), BITS));

    @AfterEach
    void stops() {
        relay.close();
    }

    /** An event whose id's first eight bytes are as wanted, and that commits to a difficulty. */
    private static Event mined(String target, LongPredicate head) {
        for (int nonce = 0; ; nonce++) {
            Event event =
                    note("work").tag("nonce", Integer.toString(nonce), target).unsigned();
            if (head.test(event.id().a())) {
                return note("work")
                        .tag("nonce", Integer.toString(nonce), target)
                        .build();
            }
        }
    }

    private static boolean hasWork(long head) {
        return Long.numberOfLeadingZeros(head) >= BITS;
    }

    @Test
    void enoughWorkThatWasAimedAtIsTaken() {
        Event event = mined("8", Nip13IT::hasWork);
        relay.connect().accepted(event);
        assertEquals(List.of(event), relay.connect().stored("{}"));
    }

    @Test
    void tooLittleWorkIsRefused() {
        relay.connect().refused(mined("8", head -> Long.numberOfLeadingZeros(head) == BITS - 1), "pow");
    }

    @Test
    void workByLuckIsRefused() {
        relay.connect().refused(mined("7", Nip13IT::hasWork), "pow");
        relay.connect().refused(mined("many", Nip13IT::hasWork), "pow");
    }

    @Test
    void theRelaySaysHowMuchWorkItWants() {
        String document = relay.information();
        assertTrue(document.contains("\"min_pow_difficulty\":8"), document);
        assertTrue(document.contains(",13,"), document);
    }
}
