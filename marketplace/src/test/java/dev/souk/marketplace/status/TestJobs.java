package dev.souk.marketplace.status;

import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.job.Proof;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Builds jobs for tests: say what matters, the rest has a default. */
final class TestJobs {
    static final Bytes32 JOB = id(0xa);
    static final Bytes32 CUSTOMER = id(0xc);
    static final Bytes32 PROVIDER = id(0xb);
    static final Bytes32 RESULT = id(0xe);
    static final long ASKED_AT = 1_700_000_000;

    private Optional<JobRequest> request = Optional.of(draftRequest());
    private JobStatus status = JobStatus.REQUESTED;
    private Proof proof = new Proof("requested", Optional.of(JOB));
    private final List<Offer> offers = new ArrayList<>();
    private Set<Job.Flag> flags = Set.of();
    private boolean isOpen = true;
    private OptionalLong deadline = OptionalLong.empty();
    private int reactions;

    private TestJobs() {}

    /** A job asked for as the first draft has it. */
    static TestJobs job() {
        return new TestJobs();
    }

    static Bytes32 id(long number) {
        return new Bytes32(0, 0, 0, number);
    }

    static Source source(Bytes32 id, int kind, Bytes32 author) {
        return new Source(id, kind, author, ASKED_AT, ASKED_AT * 1_000 + 250);
    }

    static JobRequest draftRequest() {
        return request(
                source(JOB, 68_001, CUSTOMER),
                Dialect.DRAFT,
                JobType.named("translation"),
                Optional.of(new Bid(5_000_000, OptionalLong.of(8_000_000), UnitReading.DRAFT_SAT)));
    }

    static JobRequest nip90Request() {
        return request(
                new Source(JOB, 5_300, CUSTOMER, ASKED_AT, Source.HISTORY),
                Dialect.NIP90,
                JobType.ofKind(5_300),
                Optional.of(new Bid(21_000, OptionalLong.empty(), UnitReading.DIALECT_MSAT)));
    }

    static JobRequest request(Source source, Dialect dialect, JobType type, Optional<Bid> bid) {
        return new JobRequest(
                source,
                dialect,
                type,
                Optional.empty(),
                bid,
                OptionalLong.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                false);
    }

    TestJobs asked(Optional<JobRequest> known) {
        request = known;
        return this;
    }

    TestJobs is(JobStatus word, String rule, Optional<Bytes32> event) {
        status = word;
        proof = new Proof(rule, event);
        return this;
    }

    TestJobs closed() {
        isOpen = false;
        return this;
    }

    TestJobs until(long seconds) {
        deadline = OptionalLong.of(seconds);
        return this;
    }

    TestJobs flagged(Job.Flag... all) {
        flags = Set.of(all);
        return this;
    }

    TestJobs reactions(int number) {
        reactions = number;
        return this;
    }

    TestJobs offer(TestOffers offer) {
        offers.add(offer.build());
        return this;
    }

    Job build() {
        return new Job(
                JOB, request, status, proof, offers, flags, isOpen, deadline, OptionalLong.empty(), reactions, 0);
    }
}
