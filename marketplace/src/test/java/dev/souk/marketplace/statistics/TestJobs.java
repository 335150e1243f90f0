package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
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

/** Builds jobs as a fold would: say what matters, the rest has a default. */
final class TestJobs {
    /** 2023-11-14 22:13:20 UTC. */
    static final long NOW = 1_700_000_000;

    private static final Proof PROOF = new Proof("test", Optional.empty());

    private Bytes32 customer = person(1);
    private JobType type = JobType.named("translation");
    private long at = NOW;
    private JobStatus status = JobStatus.REQUESTED;
    private boolean isKnown = true;
    private final List<Offer> offers = new ArrayList<>();

    private TestJobs() {}

    /** A job nobody has said anything to. */
    static TestJobs job() {
        return new TestJobs();
    }

    /** Somebody; the same number is the same person. */
    static Bytes32 person(long number) {
        return new Bytes32(number * 0x9e3779b97f4a7c15L, 0, 0, number);
    }

    TestJobs by(Bytes32 person) {
        customer = person;
        return this;
    }

    TestJobs of(String j) {
        type = JobType.named(j);
        return this;
    }

    TestJobs at(long seconds) {
        at = seconds;
        return this;
    }

    TestJobs status(JobStatus word) {
        status = word;
        return this;
    }

    TestJobs withoutRequest() {
        isKnown = false;
        return this;
    }

    TestJobs offer(TestOffers offer) {
        offers.add(offer.build());
        return this;
    }

    Job build() {
        Source source = new Source(person(at), 68_001, customer, at, Source.HISTORY);
        JobRequest request = new JobRequest(
                source,
                Dialect.DRAFT,
                type,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                false);
        return new Job(
                source.id(),
                isKnown ? Optional.of(request) : Optional.empty(),
                status,
                PROOF,
                offers,
                Set.of(),
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                0);
    }

    /** What the job contributes; it must have a request. */
    Contribution contribution() {
        return Contribution.of(build()).orElseThrow();
    }
}
