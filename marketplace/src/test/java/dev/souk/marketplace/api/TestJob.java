package dev.souk.marketplace.api;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Builds jobs for tests: say what matters, the rest has a default. */
final class TestJob {
    private final Bytes32 id;
    private final List<Offer> offers = new ArrayList<>();
    private final List<Bytes32> dependsOn = new ArrayList<>();
    private final Set<Job.Flag> flags = EnumSet.noneOf(Job.Flag.class);
    private Bytes32 customer = person(1);
    private JobType type = JobType.named("translation");
    private int kind = 68_001;
    private long createdAt = MemoryMarket.NOW - 3_600;
    private Optional<Bid> bid = Optional.empty();
    private JobStatus status = JobStatus.REQUESTED;
    private boolean isRequestKnown = true;

    private TestJob(int number) {
        id = id(number);
    }

    /** The job of this number; the same number has the same id. */
    static TestJob number(int number) {
        return new TestJob(number);
    }

    /** The id of the job, or of another event, of this number. */
    static Bytes32 id(int number) {
        return new Bytes32(0x10b, 0, 0, number);
    }

    /** The key of somebody. */
    static Bytes32 person(int number) {
        return new Bytes32(0xabcL + number, 7, 7, number);
    }

    TestJob by(Bytes32 person) {
        customer = person;
        return this;
    }

    TestJob type(JobType name) {
        type = name;
        return this;
    }

    TestJob kind(int number) {
        kind = number;
        type = number == 68_001 ? type : JobType.ofKind(number);
        return this;
    }

    TestJob at(long seconds) {
        createdAt = seconds;
        return this;
    }

    TestJob bid(long msat) {
        bid = Optional.of(new Bid(msat, OptionalLong.of(msat * 2), UnitReading.DRAFT_SAT));
        return this;
    }

    TestJob status(JobStatus word) {
        status = word;
        return this;
    }

    TestJob needs(Bytes32... jobs) {
        dependsOn.addAll(List.of(jobs));
        return this;
    }

    TestJob flag(Job.Flag flag) {
        flags.add(flag);
        return this;
    }

    TestJob withoutRequest() {
        isRequestKnown = false;
        status = JobStatus.UNKNOWN_REQUEST;
        return this;
    }

    /** A provider works on it. */
    TestJob worked(Bytes32 provider) {
        offers.add(offer(provider, Offer.Work.PROCESSING, Offer.Status.PROCESSING, 0));
        status = JobStatus.PROCESSING;
        return this;
    }

    /** A provider has handed over what it was paid for by a receipt that nobody can check. */
    TestJob delivered(Bytes32 provider) {
        offers.add(offer(provider, Offer.Work.DELIVERED, Offer.Status.COMPLETED, 21_000));
        status = JobStatus.COMPLETED;
        return this;
    }

    private Offer offer(Bytes32 provider, Offer.Work work, Offer.Status offerStatus, long claimedMsat) {
        Source said = source(event(1), 68_003, provider, createdAt + 10);
        boolean isDelivered = work == Offer.Work.DELIVERED;
        Optional<Source> result =
                isDelivered ? Optional.of(source(event(2), 68_002, provider, createdAt + 60)) : Optional.empty();
        return new Offer(
                provider,
                offerStatus,
                work,
                claimedMsat > 0 ? Offer.Money.CLAIMED : Offer.Money.ASKED,
                isDelivered ? Offer.Verdict.ACCEPTED : Offer.Verdict.NONE,
                OptionalLong.of(20_000),
                claimedMsat,
                0,
                0,
                Optional.of(result.orElse(said).id()),
                Optional.of(said),
                result,
                OptionalLong.of(10_000),
                isDelivered ? OptionalLong.of(60_000) : OptionalLong.empty(),
                claimedMsat > 0 ? List.of(customer) : List.of(),
                List.of(),
                provider.equals(customer) ? Set.of(Offer.Flag.SELF_DEALING) : Set.of(),
                new Proof("offer." + work.wire(), Optional.of(said.id())));
    }

    /** The id of an event of the next offer. */
    private Bytes32 event(int serial) {
        return new Bytes32(0xe7e, serial, offers.size(), id.d());
    }

    private static Source source(Bytes32 event, int kind, Bytes32 author, long at) {
        return new Source(event, kind, author, at, at * 1_000);
    }

    Job build() {
        Optional<JobRequest> request = isRequestKnown ? Optional.of(request()) : Optional.empty();
        boolean isOpen = status == JobStatus.REQUESTED || status == JobStatus.PROCESSING;
        return new Job(
                id,
                request,
                status,
                new Proof("job." + status.wire(), isRequestKnown ? Optional.of(id) : Optional.empty()),
                offers,
                flags,
                isOpen,
                OptionalLong.of(createdAt + 86_400),
                isOpen ? OptionalLong.of(createdAt + 86_400) : OptionalLong.empty(),
                0,
                0);
    }

    private JobRequest request() {
        return new JobRequest(
                source(id, kind, customer, createdAt),
                kind == 68_001 ? Dialect.DRAFT : Dialect.NIP90,
                type,
                Optional.empty(),
                bid,
                OptionalLong.of(createdAt + 86_400),
                List.of(),
                dependsOn,
                Optional.empty(),
                false,
                false);
    }
}
