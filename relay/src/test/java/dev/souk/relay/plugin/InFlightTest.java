package dev.souk.relay.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.relay.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final Event EVENT = TestEvents.note("hello").build();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InFlight inFlight = new InFlight(new RelayMetrics(registry).plugin());

    private static Question question(Event event) {
        return new Question(event, Source.IMPORT, 0, (ruling, out) -> {}, 0);
    }

    private double gauge() {
        return registry.get("souk.plugin.in.flight").gauge().value();
    }

    @Test
    void theSameEventTwiceIsAnsweredTwiceInTheOrderOfAsking() {
        Question first = question(EVENT);
        Question second = question(EVENT);
        inFlight.add(first, 1);
        inFlight.add(second, 2);
        assertEquals(Optional.of(new InFlight.Match(Optional.of(first))), inFlight.answered(EVENT.id()));
        assertEquals(Optional.of(new InFlight.Match(Optional.of(second))), inFlight.answered(EVENT.id()));
        assertTrue(inFlight.answered(EVENT.id()).isEmpty());
        assertEquals(0, gauge());
    }

    @Test
    void whatIsLateKeepsItsPlaceUntilItIsAnswered() {
        inFlight.add(question(EVENT), 1);
        inFlight.add(question(TestEvents.note("later").build()), 5);
        assertEquals(1, inFlight.late(5).size());
        assertTrue(inFlight.late(5).isEmpty());
        assertFalse(inFlight.hasRoom(2));
        assertFalse(inFlight.isStuck(2));
        assertEquals(1, inFlight.late(6).size());
        assertTrue(inFlight.isStuck(2));
        assertTrue(inFlight.isIdle());
        assertEquals(Optional.of(new InFlight.Match(Optional.empty())), inFlight.answered(EVENT.id()));
        assertTrue(inFlight.hasRoom(2));
        assertEquals(1, gauge());
    }

    @Test
    void afterTheEndNothingIsTakenIn() {
        Question open = question(EVENT);
        inFlight.add(open, 1);
        assertEquals(List.of(open), inFlight.close());
        assertFalse(inFlight.add(open, 2));
        assertTrue(inFlight.answered(EVENT.id()).isEmpty());
        assertEquals(0, gauge());
    }
}
