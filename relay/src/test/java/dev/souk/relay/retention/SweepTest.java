package dev.souk.relay.retention;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import dev.souk.storage.EventStore;
import dev.souk.storage.Removal;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.memory.MemoryEventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final long NOW = 1_700_000_000;
    private static final long DAY = 86_400;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
    private static final Bytes32 MEMBER = TestKeys.bob().publicKey();
    private static final Bytes32 RELAY = TestKeys.carol().publicKey();

    private final EventStore store = new MemoryEventStore(CLOCK);

    @AfterEach
    void close() {
        store.close();
    }

    /** What a sweep hands over, by its cause; removed, or only counted. */
    private final class Collecting implements Sweep.Target {
        private final boolean removes;
        private final Map<String, List<Bytes32>> taken = new HashMap<>();

        private Collecting(boolean removes) {
            this.removes = removes;
        }

        @Override
        public void take(String cause, List<StoredEvent> page) {
            List<Bytes32> ids = page.stream().map(event -> event.header().id()).toList();
            taken.computeIfAbsent(cause, fresh -> new ArrayList<>()).addAll(ids);
            if (removes) {
                store.remove(new HashSet<>(ids), Removal.RETIRED);
            }
        }

        @Override
        public boolean reclaim() {
            return removes;
        }
    }

    private static RetentionConfig rules(String... texts) {
        RetentionConfig defaults = RetentionConfig.DEFAULT;
        return new RetentionConfig(
                Arrays.stream(texts).map(RetentionRule::parse).toList(),
                0,
                Set.of(),
                defaults.exemptKinds(),
                Duration.ofHours(1),
                1_000);
    }

    private Map<String, List<Bytes32>> sweep(RetentionConfig config, boolean removes, long since)
            throws InterruptedException {
        Retention retention = new Retention(() -> config, MEMBER::equals, Optional.of(RELAY), CLOCK);
        Collecting target = new Collecting(removes);
        long count = new Sweep(store, retention, target).run(since);
        assertEquals(target.taken.values().stream().mapToLong(List::size).sum(), count);
        return target.taken;
    }

    private Map<String, List<Bytes32>> sweep(RetentionConfig config) throws InterruptedException {
        return sweep(config, false, 0);
    }

    /** The operator sees the first page go, and sets what was meant. */
    private static final class Correcting implements Sweep.Target {
        private final AtomicReference<RetentionConfig> settings;
        private final RetentionConfig corrected;

        private Correcting(AtomicReference<RetentionConfig> settings, RetentionConfig corrected) {
            this.settings = settings;
            this.corrected = corrected;
        }

        @Override
        public void take(String cause, List<StoredEvent> page) {
            settings.set(corrected);
        }

        @Override
        public boolean reclaim() {
            return false;
        }
    }

    private static TestEvents old(String content) {
        return note(content).at(NOW - 10 * DAY);
    }

    private static List<Bytes32> ids(Event... events) {
        return Arrays.stream(events).map(Event::id).toList();
    }

    @Test
    void whatIsOlderThanItsRuleSaysGoesAndNothingElse() throws InterruptedException {
        Event gone = note("gone").at(NOW - DAY - 1).unsigned();
        Event stays = note("stays").at(NOW - DAY).unsigned();
        Event otherKind = TestEvents.ofKind(7).at(NOW - 10 * DAY).unsigned();
        store.save(List.of(gone, stays, otherKind));
        assertEquals(Map.of("kinds=1 age=1d", ids(gone)), sweep(rules("kinds=1 age=1d")));
        assertEquals(Map.of("kinds=0-9999 age=7d", ids(otherKind)), sweep(rules("kinds=0-9999 age=7d")));
        assertEquals(Map.of(), sweep(rules("age=30d")));
    }

    @Test
    void theFirstRuleThatFitsDecides() throws InterruptedException {
        Event ofMember = old("of a member").by(TestKeys.bob()).unsigned();
        Event ofOther = old("of somebody else").unsigned();
        store.save(List.of(ofMember, ofOther));
        assertEquals(
                Map.of("kinds=1 age=1d", ids(ofOther)),
                sweep(rules("kinds=1 authors=members age=30d", "kinds=1 age=1d", "age=2d")));
        assertEquals(
                Map.of("authors=others age=1d", ids(ofOther), "authors=members age=2d", ids(ofMember)),
                sweep(rules("authors=others age=1d", "authors=members age=2d")));
    }

    @Test
    void whatIsExemptStays() throws InterruptedException {
        Event ofRelay = old("of the relay").by(TestKeys.carol()).unsigned();
        Event reaction = TestEvents.ofKind(7).at(NOW - 10 * DAY).unsigned();
        Event ofFriend = old("of a friend").by(TestKeys.key(9)).unsigned();
        Event gone = old("gone").unsigned();
        store.save(List.of(ofRelay, reaction, ofFriend, gone));
        RetentionConfig config = new RetentionConfig(
                rules("age=1d").rules(),
                0,
                Set.of(TestKeys.key(9).publicKey()),
                List.of(new KindRange(7, 7)),
                Duration.ofHours(1),
                1_000);
        assertEquals(Map.of("age=1d", ids(gone)), sweep(config));
    }

    /** Pages end within a second; with removals and without, each event is handed over once. */
    @Test
    void manyOfOneSecondGoOnceEach() throws InterruptedException {
        store.save(IntStream.range(0, 3 * Sweep.PAGE + 50)
                .mapToObj(i -> note("" + i).at(NOW - 10 * DAY - i / 450).unsigned())
                .toList());
        for (boolean removes : new boolean[] {false, true}) {
            List<Bytes32> gone = sweep(rules("age=1d"), removes, 0).getOrDefault("age=1d", List.of());
            assertEquals(3 * Sweep.PAGE + 50, Set.copyOf(gone).size());
            assertEquals(3 * Sweep.PAGE + 50, gone.size());
        }
        assertEquals(0, store.statistics().events());
    }

    @Test
    void aLaterSweepLooksOnlyAtWhatHasGotTooOldSince() throws InterruptedException {
        Event before = note("left by the sweep before").at(NOW - 3 * DAY).unsigned();
        Event since = note("since").at(NOW - DAY - 10).unsigned();
        store.save(List.of(before, since));
        assertEquals(Map.of("age=1d", ids(since)), sweep(rules("age=1d"), false, NOW - 100));
    }

    @Test
    void whoeverCorrectsTheSettingsEndsTheSweepThatGoesByTheOldOnes() throws InterruptedException {
        store.save(IntStream.range(0, 3 * Sweep.PAGE)
                .mapToObj(i -> old("" + i).unsigned())
                .toList());
        AtomicReference<RetentionConfig> settings = new AtomicReference<>(rules("age=1d"));
        Retention retention = new Retention(settings::get, MEMBER::equals, Optional.of(RELAY), CLOCK);
        Sweep sweep = new Sweep(store, retention, new Correcting(settings, rules("age=1d", "kinds=7 age=1d")));
        assertEquals(Sweep.PAGE, sweep.run(0));
        assertTrue(sweep.isCutOff());
    }
}
