package dev.souk.relay.members;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import org.junit.jupiter.api.Test;

class AnsweredTest {
    private static final long NOW = 1_700_000_000;
    private static final long WINDOW = 300;

    private final Answered answered = new Answered(WINDOW);

    private static Event request(int number, long second) {
        return TestEvents.ofKind(28_936).at(second).content("" + number).unsigned();
    }

    @Test
    void knowsWhatWasFollowed() {
        answered.add(request(1, NOW));
        assertTrue(answered.contains(request(1, NOW)));
        assertFalse(answered.contains(request(2, NOW)));
    }

    @Test
    void hasRoomAgainWhenTheOldestMayNoLongerBeSent() {
        for (int i = 0; i < Answered.MAX - 1; i++) {
            answered.add(request(i, NOW + i % 2));
        }
        assertFalse(answered.isFull(NOW));
        answered.add(request(Answered.MAX, NOW));
        assertTrue(answered.isFull(NOW));
        assertTrue(answered.isFull(NOW + WINDOW));
        assertFalse(answered.isFull(NOW + WINDOW + 1));
        assertTrue(answered.contains(request(1, NOW + 1)), "that one could still be sent");
    }
}
