package dev.souk.marketplace.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is asked when, by a watch that needs no time, at hosts that let one question through every two seconds. */
class AskQueueTest {
    private static final long NOW = 1_700_000_000;
    private static final String CUSTODIAN = "custodian.example";

    private final AskQueue queue = new AskQueue();
    private final Map<String, Long> asked = new HashMap<>();
    private final List<Bytes32> answered = new ArrayList<>();
    private long now = NOW;
    private int looks;

    private static Bytes32 recipient(int number) {
        return new Bytes32(1, 0, 0, number);
    }

    private static List<Bytes32> recipients(int count) {
        return IntStream.range(0, count).mapToObj(AskQueueTest::recipient).toList();
    }

    /** Asks for everybody who is due: all are at one host, and get an answer when it is not busy. */
    private void turn(String host) {
        for (Optional<AskQueue.Ask> next = queue.take(now); next.isPresent(); next = queue.take(now)) {
            AskQueue.Ask ask = next.get();
            looks++;
            queue.settle(ask, at(ask, host));
        }
    }

    private AskQueue.Fate at(AskQueue.Ask ask, String host) {
        long last = asked.getOrDefault(host, 0L);
        boolean isBusy = now - last < 2 || (queue.hasLine(host) && !ask.isInTurn());
        if (isBusy) {
            return new AskQueue.Fate.Busy(host, last + 2, false);
        }
        asked.put(host, now);
        answered.add(ask.recipient());
        return new AskQueue.Fate.Done();
    }

    @Test
    void thousandRecipientsAtOneHostAreAskedOneAfterTheOtherAndNobodyIsGivenUp() {
        List<Bytes32> all = recipients(1_000);
        all.forEach(queue::add);

        for (int i = 0; i < 2 * 1_000; i++) {
            turn(CUSTODIAN);
            now++;
        }

        assertEquals(all, answered);
        assertTrue(looks <= 2 * 1_000, () -> looks + " looks for a thousand answers");
        assertEquals(AskQueue.MAX_WAITING, queue.room());
    }

    @Test
    void whoWaitsForABusyHostHoldsUpNobodyElse() {
        recipients(100).forEach(queue::add);
        turn(CUSTODIAN);
        queue.add(recipient(500));

        turn("other.example");

        assertTrue(answered.contains(recipient(500)));
    }

    @Test
    void whileCallsHangNobodyIsAskedAndNobodyIsGivenUp() {
        queue.add(recipient(1));
        queue.add(recipient(2));
        for (int i = 0; i < 100; i++) {
            AskQueue.Ask ask = queue.take(now).orElseThrow();
            assertEquals(recipient(1), ask.recipient());
            queue.settle(ask, new AskQueue.Fate.Paused(now + 2));
            assertTrue(queue.take(now + 1).isEmpty());
            now += 2;
        }

        turn(CUSTODIAN);
        now += 2;
        turn(CUSTODIAN);

        assertEquals(recipients(3).subList(1, 3), answered);
    }

    @Test
    void aWalletThatFailsOrSendsOnToABusyHostIsGivenUpAfterSixTries() {
        queue.add(recipient(1));
        for (int i = 0; i < AskQueue.MAX_TRIES; i++) {
            AskQueue.Ask ask = queue.take(now).orElseThrow();
            AskQueue.Fate fate =
                    i % 2 == 0 ? new AskQueue.Fate.Failed(now + 600) : new AskQueue.Fate.Busy(CUSTODIAN, now + 2, true);
            assertTrue(queue.settle(ask, fate));
            now += 600;
        }

        assertTrue(queue.take(now).isEmpty());
        assertEquals(AskQueue.MAX_WAITING, queue.room());
    }

    @Test
    void aLineTakesSoManyAndLeavesRoomForOtherHosts() {
        recipients(AskQueue.MAX_WAITING).forEach(queue::add);
        assertFalse(queue.add(recipient(AskQueue.MAX_WAITING)));

        turn(CUSTODIAN);

        assertEquals(List.of(recipient(0)), answered);
        assertEquals(AskQueue.MAX_WAITING - AskQueue.MAX_IN_LINE, queue.room());
    }

    @Test
    void aNewProfileIsLookedAtAtOnceWhereverItsOwnerStands() {
        recipients(10).forEach(queue::add);
        turn(CUSTODIAN);

        assertTrue(queue.changed(recipient(9)));
        assertEquals(recipient(9), queue.take(now).orElseThrow().recipient());
        assertTrue(queue.take(now).isEmpty());
    }
}
