package dev.souk.marketplace.status;

import static dev.souk.marketplace.status.TestJobs.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.LimitsConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AggregateEventTest {
    private static final long NOW = 1_700_000_000;
    private static final JobType TRANSLATION = JobType.named("translation");

    private final AggregateEvent events = new AggregateEvent(AggregateEvent.DEFAULT_KIND, ZapTrust.ANY);

    @Test
    void aggregatesAreAsInTheirGoldenFile() throws IOException {
        AggregateEvent claimed = new AggregateEvent(38_691, ZapTrust.LOCAL);
        AggregateEvent.Series series = new AggregateEvent.Series(Granularity.HOUR, List.of(0L, 3L, 12L));
        List<AggregateEvent.Top> top = List.of(new AggregateEvent.Top(id(1), 12), new AggregateEvent.Top(id(2), 3));
        new Golden()
                .add(
                        "market",
                        events.of(
                                Optional.empty(),
                                Window.LAST_DAY,
                                NOW,
                                TestSummaries.counted(0),
                                Optional.of(series),
                                top))
                .add("type, zaps claimed", of(claimed, TRANSLATION, Window.LAST_WEEK, TestSummaries.counted(100)))
                .add("kind, nothing yet", of(events, JobType.ofKind(5_300), Window.ALL, TestSummaries.none()))
                .assertAsIn("38690.txt");
    }

    private static OwnEvent of(AggregateEvent events, JobType type, Window window, Summary summary) {
        return events.of(Optional.of(type), window, NOW, summary, Optional.empty(), List.of());
    }

    @Test
    void eachTypeAndWindowHasAnAddressOfItsOwn() {
        assertEquals("market:24h", AggregateEvent.d(Optional.empty(), Window.LAST_DAY));
        assertEquals("j:translation:7d", AggregateEvent.d(Optional.of(TRANSLATION), Window.LAST_WEEK));
        assertEquals("k:5300:all", AggregateEvent.d(Optional.of(JobType.ofKind(5_300)), Window.ALL));
        assertEquals(
                "j:a:b:1h",
                of(events, JobType.named("a:b"), Window.LAST_HOUR, TestSummaries.none())
                        .d());
    }

    @Test
    void timePassingIsNoNews() {
        Summary summary = TestSummaries.counted(0);
        OwnEvent now = events.of(Optional.empty(), Window.LAST_DAY, NOW, summary, Optional.empty(), List.of());
        OwnEvent later =
                events.of(Optional.empty(), Window.LAST_DAY, NOW + 86_400, summary, Optional.empty(), List.of());
        assertNotEquals(now, later);
        assertEquals(now.stateHash(), later.stateHash());
        assertNotEquals(
                now.stateHash(),
                events.of(Optional.empty(), Window.LAST_DAY, NOW, TestSummaries.counted(1), Optional.empty(), List.of())
                        .stateHash());
    }

    @Test
    void theLongestSeriesStaysFarBelowTheLimitsOfARelay() {
        AggregateEvent.Series series =
                new AggregateEvent.Series(Granularity.FIVE_MINUTES, Collections.nCopies(100_000, Long.MAX_VALUE));
        List<AggregateEvent.Top> top = IntStream.range(0, 1_000)
                .mapToObj(number -> new AggregateEvent.Top(id(number), Long.MAX_VALUE))
                .toList();
        OwnEvent event = events.of(
                Optional.of(new JobType("j:" + "\u0001".repeat(98))),
                Window.LAST_MONTH,
                NOW,
                TestSummaries.counted(Long.MAX_VALUE / 1_000_000),
                Optional.of(series),
                top);
        Event signed = TestKeys.alice().sign(event.at(NOW, OptionalLong.empty()));
        assertTrue(signed.tags().size() < 50);
        assertTrue(signed.json().length < LimitsConfig.DEFAULT.maxMessageBytes() / 4);
    }
}
