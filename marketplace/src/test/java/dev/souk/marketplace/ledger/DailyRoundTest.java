package dev.souk.marketplace.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has a profile is visited once a day. */
class DailyRoundTest {
    private static final List<Bytes32> PEOPLE =
            LongStream.range(1, 6).mapToObj(i -> new Bytes32(i, 0, 0, i)).toList();

    private final Table table = new MemoryEventStore(InstantSource.system()).table("ledger");
    private final List<Bytes32> visited = new ArrayList<>();

    @BeforeEach
    void profilesAndOtherThingsArePublished() {
        WriteSet set = new WriteSet(table);
        PEOPLE.forEach(person -> set.mark(Keys.address(Keys.PUBLISHED, Addresses.PROFILE, person.hex())));
        set.mark(Keys.address(
                Keys.PUBLISHED, Addresses.JOB_STATUS, PEOPLE.getFirst().hex()));
        set.commit();
    }

    /** Two people at most, each time as after a restart. */
    private boolean goOn(long day) {
        WriteSet set = new WriteSet(table);
        boolean isMore = DailyRound.goOn(set, day, 2, visited::add);
        set.commit();
        return isMore;
    }

    @Test
    void everybodyIsVisitedOnceADay() {
        assertTrue(goOn(10));
        assertTrue(goOn(10));
        assertFalse(goOn(10));
        assertEquals(PEOPLE, visited);

        assertFalse(goOn(10));
        assertEquals(PEOPLE, visited);

        assertTrue(goOn(12));
        assertEquals(PEOPLE.subList(0, 2), visited.subList(5, 7));
    }

    @Test
    void aRoundThatTakesLongerThanADayIsFinishedBeforeTheNextBegins() {
        goOn(10);
        goOn(11);
        assertFalse(goOn(12));
        assertEquals(PEOPLE, visited);

        assertTrue(goOn(12));
        assertEquals(PEOPLE.subList(0, 2), visited.subList(5, 7));
    }
}
