package dev.souk.marketplace.status;

import static dev.souk.marketplace.status.TestJobs.CUSTOMER;
import static dev.souk.marketplace.status.TestJobs.JOB;
import static dev.souk.marketplace.status.TestJobs.PROVIDER;
import static dev.souk.marketplace.status.TestJobs.RESULT;
import static dev.souk.marketplace.status.TestJobs.id;
import static dev.souk.marketplace.status.TestJobs.job;
import static dev.souk.marketplace.status.TestOffers.offer;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every status in two dialects, as it stands in golden files. */
class JobStatusGoldenTest {
    private static final Bytes32 FEEDBACK = id(0xf);
    private static final Bytes32 JUDGEMENT = id(0xd);
    private static final Bytes32 OTHER = id(0xbb);
    private static final long DEADLINE = 1_700_086_400;

    @Test
    void aJobOfTheDraftWhereZapsAreVerifiedIsAsInItsGoldenFile() throws IOException {
        JobStatusEvent events = new JobStatusEvent(Optional.of("wss://souk.example"), ZapTrust.ANY);
        assertGolden("68001.txt", events, TestJobs.draftRequest());
    }

    @Test
    void aJobOfNip90WhereZapsAreClaimedIsAsInItsGoldenFile() throws IOException {
        JobStatusEvent events = new JobStatusEvent(Optional.empty(), ZapTrust.LOCAL);
        assertGolden("5xxx.txt", events, TestJobs.nip90Request());
    }

    private static void assertGolden(String file, JobStatusEvent events, JobRequest request) throws IOException {
        Golden golden = new Golden();
        for (JobStatus status : JobStatus.values()) {
            Optional<JobRequest> known = status == JobStatus.UNKNOWN_REQUEST ? Optional.empty() : Optional.of(request);
            golden.add(
                    status.wire(),
                    events.of(
                            example(status).asked(known).build(),
                            status == JobStatus.REQUESTED ? Set.of(id(0x1a)) : Set.of(),
                            status == JobStatus.REQUESTED ? Optional.empty() : Optional.of("requested")));
        }
        golden.assertAsIn(file);
    }

    private static TestJobs example(JobStatus status) {
        return switch (status) {
            case UNKNOWN_REQUEST ->
                job().is(status, "unknown", Optional.empty())
                        .offer(offer(PROVIDER, Offer.Status.PROCESSING, Offer.Work.PROCESSING)
                                .latest(FEEDBACK));
            case REQUESTED -> job().is(status, "requested", Optional.of(JOB)).until(DEADLINE);
            case TARGETED ->
                job().is(status, "targeted", Optional.of(JOB))
                        .offer(offer(PROVIDER, Offer.Status.TARGETED, Offer.Work.TARGETED));
            case PAYMENT_REQUIRED ->
                job().is(status, "payment-required", Optional.of(FEEDBACK))
                        .offer(offer(PROVIDER, Offer.Status.PAYMENT_REQUIRED, Offer.Work.QUOTED)
                                .asks(4_000_000)
                                .latest(FEEDBACK));
            case PROCESSING ->
                job().is(status, "processing", Optional.of(FEEDBACK))
                        .offer(offer(OTHER, Offer.Status.ERROR, Offer.Work.ERROR))
                        .offer(offer(PROVIDER, Offer.Status.PROCESSING, Offer.Work.PROCESSING)
                                .latest(FEEDBACK));
            case PARTIAL ->
                job().is(status, "partial", Optional.of(RESULT))
                        .offer(offer(PROVIDER, Offer.Status.PARTIAL, Offer.Work.PARTIAL)
                                .latest(RESULT));
            case READY ->
                job().is(status, "ready", Optional.of(FEEDBACK))
                        .offer(offer(PROVIDER, Offer.Status.READY, Offer.Work.READY)
                                .asks(4_000_000)
                                .latest(FEEDBACK));
            case DELIVERED, COMPLETED, DISPUTED -> handedOver(status);
            case CANCELLED, EXPIRED, FAILED -> ended(status);
        };
    }

    private static TestJobs handedOver(JobStatus status) {
        TestOffers delivered = offer(PROVIDER, Offer.Status.valueOf(status.name()), Offer.Work.DELIVERED)
                .asks(4_000_000)
                .latest(RESULT)
                .after(8_312);
        TestJobs job = job().is(status, status.wire(), Optional.of(status == JobStatus.DELIVERED ? RESULT : JUDGEMENT));
        return switch (status) {
            case COMPLETED ->
                job.closed()
                        .reactions(2)
                        .offer(delivered.verified(4_000_000, CUSTOMER).judged(Offer.Verdict.ACCEPTED));
            case DISPUTED -> job.reactions(1).offer(delivered.judged(Offer.Verdict.DISPUTED));
            default ->
                job.until(DEADLINE)
                        .flagged(Job.Flag.LATE, Job.Flag.WEAK_LINK)
                        .offer(delivered.claims(4_000_000, OTHER).flagged(Offer.Flag.LATE, Offer.Flag.WEAK_LINK));
        };
    }

    private static TestJobs ended(JobStatus status) {
        TestJobs job = job().is(status, status.wire(), Optional.empty()).closed();
        return switch (status) {
            case CANCELLED -> job.is(status, status.wire(), Optional.of(JUDGEMENT));
            case EXPIRED -> job.until(DEADLINE);
            default ->
                job.is(status, status.wire(), Optional.of(FEEDBACK))
                        .offer(offer(OTHER, Offer.Status.WITHDRAWN, Offer.Work.WITHDRAWN))
                        .offer(offer(PROVIDER, Offer.Status.ERROR, Offer.Work.ERROR)
                                .latest(FEEDBACK));
        };
    }
}
