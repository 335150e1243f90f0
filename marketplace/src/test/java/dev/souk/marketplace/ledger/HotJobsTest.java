package dev.souk.marketplace.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.FoldRules;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobFold;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HotJobsTest {
    private static final long NOW = 1_700_000_000;
    private static final long DEADLINE = NOW + 60;
    private static final Bytes32 JOB = TestFacts.event(1);
    private static final long ROOM = 1 << 20;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Table table = new MemoryEventStore(() -> Instant.ofEpochSecond(NOW)).table("ledger");
    private final HotJobs hot = hot(ROOM);

    private HotJobs hot(long maxBytes) {
        return new HotJobs(table, new JobFold(FoldRules.DEFAULT), maxBytes, new LedgerMeters(meters));
    }

    private static Dossier asked(Bytes32 id) {
        Dossier dossier = new Dossier(id);
        dossier.add(TestFacts.request(id, TestFacts.person(1), NOW - 10, OptionalLong.of(DEADLINE), List.of()));
        return dossier;
    }

    private void write(Dossier dossier) {
        table.write(List.of(new Table.Write.Put(Keys.of(Keys.DOSSIER, dossier.id()), DossierCodec.encode(dossier))));
    }

    private static Dossier delivered() {
        Dossier dossier = asked(JOB);
        dossier.add(
                TestFacts.result(TestFacts.event(2), TestFacts.person(2), NOW - 5, WorkStatus.SUCCESS),
                Optional.empty());
        return dossier;
    }

    private JobStatus status(long nowSeconds) {
        return hot.job(JOB, nowSeconds).orElseThrow().status();
    }

    @Test
    void aJobThatNothingHasChangedIsNotFoldedAgain() {
        write(asked(JOB));
        Job first = hot.job(JOB, NOW).orElseThrow();
        assertSame(first, hot.job(JOB, NOW + 30).orElseThrow());
        assertEquals(1, asked("memory"));
        assertEquals(1, asked("table"));
    }

    private double asked(String from) {
        return meters.get("souk.market.jobs").tag("from", from).counter().count();
    }

    @Test
    void aJobWhoseDossierIsWrittenIsFoldedAnew() {
        write(asked(JOB));
        assertEquals(JobStatus.REQUESTED, status(NOW));
        write(delivered());
        hot.changed(Set.of(JOB));
        assertEquals(JobStatus.DELIVERED, status(NOW));
    }

    @Test
    void theClockChangesAJobThoughNothingIsWritten() {
        write(asked(JOB));
        assertEquals(JobStatus.REQUESTED, status(DEADLINE - 1));
        assertEquals(JobStatus.EXPIRED, status(DEADLINE + 1));
        // A clock that was set back is believed, too.
        assertEquals(JobStatus.REQUESTED, status(DEADLINE - 1));
    }

    @Test
    void whatWasReadBeforeTheDossierWasWrittenIsNotKept() {
        write(asked(JOB));
        HotJobs[] overtaken = new HotJobs[1];
        Table slow = new OvertakenTable(table, () -> {
            write(delivered());
            overtaken[0].changed(Set.of(JOB));
        });
        overtaken[0] = new HotJobs(slow, new JobFold(FoldRules.DEFAULT), ROOM, new LedgerMeters(meters));
        assertEquals(
                JobStatus.REQUESTED, overtaken[0].job(JOB, NOW).orElseThrow().status());
        assertEquals(
                JobStatus.DELIVERED, overtaken[0].job(JOB, NOW).orElseThrow().status());
    }

    @Test
    void aJobOfWhichNothingIsKnownIsNone() {
        assertEquals(Optional.empty(), hot.job(JOB, NOW));
        write(asked(JOB));
        assertEquals(JobStatus.REQUESTED, status(NOW));
    }

    @Test
    void pastItsBytesJobsAreReadAgain() {
        HotJobs none = hot(0);
        write(asked(JOB));
        Job first = none.job(JOB, NOW).orElseThrow();
        assertNotSame(first, none.job(JOB, NOW).orElseThrow());
    }
}
