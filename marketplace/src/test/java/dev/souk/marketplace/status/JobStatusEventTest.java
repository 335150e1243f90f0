package dev.souk.marketplace.status;

import static dev.souk.marketplace.status.TestJobs.CUSTOMER;
import static dev.souk.marketplace.status.TestJobs.PROVIDER;
import static dev.souk.marketplace.status.TestJobs.id;
import static dev.souk.marketplace.status.TestJobs.job;
import static dev.souk.marketplace.status.TestOffers.offer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.json.EventReader;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.SizeLimits;
import dev.souk.relay.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JobStatusEventTest {
    private static final JobStatusEvent VERIFIED = new JobStatusEvent(Optional.empty(), ZapTrust.ANY);
    private static final JobStatusEvent CLAIMED = new JobStatusEvent(Optional.empty(), ZapTrust.LOCAL);

    private static long stateHash(Job job, Set<Bytes32> blockedBy) {
        return VERIFIED.of(job, blockedBy, Optional.empty()).stateHash();
    }

    @Test
    void theSameStateHasTheSameHashWhateverTheStatusWasBefore() {
        Job job = job().build();
        OwnEvent first = VERIFIED.of(job, Set.of(), Optional.empty());
        OwnEvent later = VERIFIED.of(job().build(), Set.of(), Optional.of("targeted"));
        assertNotEquals(first, later);
        assertEquals(first.stateHash(), later.stateHash());
        assertEquals(first.stateHash(), stateHash(job, Set.of()));
    }

    @Test
    void everyChangeOfStateChangesTheHash() {
        long asked = stateHash(job().build(), Set.of());
        TestOffers delivered = offer(PROVIDER, Offer.Status.DELIVERED, Offer.Work.DELIVERED);
        assertNotEquals(asked, stateHash(job().closed().build(), Set.of()));
        assertNotEquals(asked, stateHash(job().reactions(1).build(), Set.of()));
        assertNotEquals(asked, stateHash(job().build(), Set.of(id(1))));
        assertNotEquals(asked, stateHash(job().flagged(Job.Flag.LATE).build(), Set.of()));
        assertNotEquals(
                stateHash(job().offer(delivered).build(), Set.of()),
                stateHash(job().offer(delivered.claims(1, CUSTOMER)).build(), Set.of()));
    }

    @Test
    void aStatusIsNeverItsOwnPredecessor() {
        assertTrue(values(VERIFIED.tags(job().build(), Optional.of("requested")), "o")
                .isEmpty());
        assertEquals(List.of("targeted"), values(VERIFIED.tags(job().build(), Optional.of("targeted")), "o"));
    }

    @Test
    void eachVersionIsNewerThanTheOneBefore() {
        Job job = job().build();
        assertEquals(100, at(job, 100, OptionalLong.empty()));
        assertEquals(100, at(job, 100, OptionalLong.of(50)));
        assertEquals(101, at(job, 100, OptionalLong.of(100)));
        assertEquals(201, at(job, 100, OptionalLong.of(200)));
    }

    private static long at(Job job, long now, OptionalLong before) {
        return VERIFIED.draft(job, Set.of(), Optional.empty(), now, before).createdAt();
    }

    @Test
    void onlyVerifiedMoneyIsAZapAmount() {
        Job job = job().offer(offer(PROVIDER, Offer.Status.COMPLETED, Offer.Work.DELIVERED)
                        .verified(4_000_999, CUSTOMER, id(1)))
                .offer(offer(id(2), Offer.Status.DELIVERED, Offer.Work.DELIVERED)
                        .claims(7_000, CUSTOMER))
                .build();
        List<Tag> tags = VERIFIED.tags(job, Optional.empty());
        assertEquals(List.of("4000"), values(tags, "zap_amount"));
        assertEquals(List.of("2"), values(tags, "zap_cnt"));
        assertEquals(List.of("7000"), values(tags, "claimed_msat"));
    }

    @Test
    void whereNothingIsVerifiedThereIsNoZapAmount() {
        Job job = job().offer(offer(PROVIDER, Offer.Status.DELIVERED, Offer.Work.DELIVERED)
                        .claims(7_000, CUSTOMER))
                .build();
        List<Tag> tags = CLAIMED.tags(job, Optional.empty());
        assertTrue(values(tags, "zap_amount").isEmpty());
        assertTrue(values(tags, "zap_cnt").isEmpty());
        assertEquals(List.of("7000"), values(tags, "claimed_msat"));
    }

    @Test
    void whoPaysItselfCountsInNoSum() {
        Job job = job().offer(offer(CUSTOMER, Offer.Status.COMPLETED, Offer.Work.DELIVERED)
                        .verified(4_000_000, id(1))
                        .flagged(Offer.Flag.SELF_DEALING))
                .build();
        assertEquals(List.of("0"), values(VERIFIED.tags(job, Optional.empty()), "zap_amount"));
    }

    @Test
    void theBestOffersComeFirstAndEqualOnesInTheirOrder() {
        Job job = job().offer(offer(id(1), Offer.Status.TARGETED, Offer.Work.TARGETED))
                .offer(offer(id(2), Offer.Status.PROCESSING, Offer.Work.PROCESSING))
                .offer(offer(id(3), Offer.Status.PROCESSING, Offer.Work.PROCESSING))
                .offer(offer(id(4), Offer.Status.DELIVERED, Offer.Work.DELIVERED))
                .offer(offer(id(5), Offer.Status.DELIVERED, Offer.Work.DELIVERED)
                        .claims(1, CUSTOMER))
                .build();
        List<String> providers = values(VERIFIED.tags(job, Optional.empty()), "offer");
        assertEquals(
                LongStream.of(5, 4, 2, 3, 1)
                        .mapToObj(TestJobs::id)
                        .map(Bytes32::hex)
                        .toList(),
                providers);
    }

    @Test
    void theCustomersWordForTheTypeIsFoundAsItStands() {
        String j = "sprache\u0001\n\"\\\u007f\u2028 \ud83d\udd4c";
        JobRequest request = TestJobs.request(
                TestJobs.source(TestJobs.JOB, 68_001, CUSTOMER), Dialect.DRAFT, JobType.named(j), Optional.empty());
        Job job = job().asked(Optional.of(request)).build();
        assertEquals(
                List.of(j),
                values(sent(VERIFIED.of(job, Set.of(), Optional.empty())).tags(), "j"));
    }

    @Test
    void aHostileJobStaysFarBelowTheLimitsOfARelay() {
        Event event = sent(new JobStatusEvent(Optional.of("wss://" + "x".repeat(250)), ZapTrust.ANY)
                .of(hostile(), ids(500), Optional.of("requested")));
        LimitsConfig limits = LimitsConfig.DEFAULT;
        assertEquals(Verdict.ACCEPT, new SizeLimits(() -> limits).judge(event, Caller.client("127.0.0.1")));
        assertTrue(event.tags().size() < 200, () -> event.tags().size() + " tags");
        assertTrue(event.json().length < limits.maxMessageBytes() / 2, () -> event.json().length + " bytes");
        assertEquals(50, values(event.tags(), "offer").size());
        assertEquals(List.of("192"), values(event.tags(), "offers_total"));
        assertEquals(16, values(event.tags(), "blocked_by").size());
        assertEquals(51, values(event.tags(), "p").size());
        assertEquals(List.of(Long.toString(Amounts.MAX_MSAT / 1_000)), values(event.tags(), "zap_amount"));
    }

    /** 64 invited providers and 128 others, the longest of everything, numbers at their ends, half a surrogate pair. */
    private static Job hostile() {
        JobRequest base = TestJobs.draftRequest();
        JobRequest request = new JobRequest(
                base.source(),
                base.dialect(),
                new JobType("j:" + "\u0001".repeat(97) + "\ud800"),
                Optional.of("\u0002".repeat(5_000)),
                base.bid(),
                OptionalLong.of(Long.MAX_VALUE),
                ids(64),
                ids(16),
                Optional.of("\u0003".repeat(5_000)),
                true,
                true);
        TestJobs job = job().asked(Optional.of(request))
                .is(JobStatus.COMPLETED, "\ud800".repeat(1_000), Optional.of(id(1)))
                .until(Long.MAX_VALUE)
                .reactions(Integer.MAX_VALUE)
                .flagged(Job.Flag.values());
        for (Bytes32 provider : ids(192)) {
            job.offer(offer(provider, Offer.Status.COMPLETED, Offer.Work.DELIVERED)
                    .asks(Long.MAX_VALUE)
                    .claims(Long.MAX_VALUE)
                    .verified(Long.MAX_VALUE, ids(100).toArray(Bytes32[]::new))
                    .latest(id(9))
                    .after(Long.MAX_VALUE)
                    .flaggedButHonest());
        }
        return job.build();
    }

    private static List<Bytes32> ids(int number) {
        return IntStream.rangeClosed(1, number).mapToObj(TestJobs::id).toList();
    }

    /** Signed, sent and read again. */
    private static Event sent(OwnEvent event) {
        Event signed = TestKeys.alice().sign(event.at(1_700_000_500, OptionalLong.empty()));
        Event read = EventReader.read(signed.json());
        assertEquals(read.id(), read.computeId());
        return read;
    }

    private static List<String> values(List<Tag> tags, String name) {
        return tags.stream()
                .filter(tag -> tag.name().equals(name))
                .map(tag -> tag.value().orElse(""))
                .toList();
    }
}
