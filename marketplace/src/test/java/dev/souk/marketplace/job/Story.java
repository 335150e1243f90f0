package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells what happened to one job, with times in seconds after its request. Events are numbered as they are told. */
final class Story {
    static final long START = 1_700_000_000;
    static final long HOUR = 3_600;
    static final long DAY = 24 * HOUR;
    static final Bytes32 JOB = TestFacts.event(1);
    static final Bytes32 CUSTOMER = TestFacts.person(1);
    static final Bytes32 ANNA = TestFacts.person(2);
    static final Bytes32 BERT = TestFacts.person(3);
    static final Bytes32 STRANGER = TestFacts.person(4);
    static final Bytes32 WALLET = TestFacts.person(5);

    private static final JobFold FOLD = new JobFold(FoldRules.DEFAULT);

    private final Dossier dossier = new Dossier(JOB);
    private long events = 10;

    private Story() {}

    /** A job for anybody, without a deadline. */
    static Story open() {
        return of(OptionalLong.empty());
    }

    /** A job for anybody, until then. */
    static Story until(long deadline) {
        return of(OptionalLong.of(START + deadline));
    }

    /** A job for these providers, without a deadline. */
    static Story inviting(Bytes32... targets) {
        return of(OptionalLong.empty(), targets);
    }

    static Story of(OptionalLong deadline, Bytes32... targets) {
        return of(TestFacts.request(JOB, CUSTOMER, START, deadline, List.of(targets)));
    }

    static Story of(JobRequest request) {
        Story story = unknown();
        story.dossier.add(request);
        return story;
    }

    /** A job whose request nobody has seen. */
    static Story unknown() {
        return new Story();
    }

    Bytes32 next() {
        return TestFacts.event(events++);
    }

    Bytes32 tell(Fact fact) {
        dossier.add(fact, Optional.empty());
        return fact.source().id();
    }

    Bytes32 says(Bytes32 provider, long at, WorkStatus status) {
        return tell(TestFacts.feedback(next(), provider, START + at, status));
    }

    /** A feedback with a price. */
    Bytes32 asks(Bytes32 provider, long at, WorkStatus status, long msat) {
        Fact.Feedback plain = TestFacts.feedback(next(), provider, START + at, status);
        return tell(new Fact.Feedback(
                plain.source(),
                status,
                plain.rawStatus(),
                Optional.of(TestFacts.price(msat)),
                Optional.empty(),
                false,
                false));
    }

    Bytes32 quotes(Bytes32 provider, long at, long msat) {
        return asks(provider, at, WorkStatus.PAYMENT_REQUIRED, msat);
    }

    Bytes32 delivers(Bytes32 provider, long at) {
        return delivers(provider, at, WorkStatus.SUCCESS);
    }

    /** A result with this status. */
    Bytes32 delivers(Bytes32 provider, long at, WorkStatus status) {
        return tell(TestFacts.result(next(), provider, START + at, status));
    }

    Bytes32 likes(Bytes32 who, long at, Bytes32 target) {
        return tell(TestFacts.reaction(next(), who, START + at, target, Fact.Sentiment.ACCEPT));
    }

    Bytes32 dislikes(Bytes32 who, long at, Bytes32 target) {
        return tell(TestFacts.reaction(next(), who, START + at, target, Fact.Sentiment.REJECT));
    }

    /** A review of a provider, filed under the job. */
    Bytes32 reviews(Bytes32 who, long at, Bytes32 provider, Fact.Sentiment sentiment) {
        return tell(new Fact.Judgement(
                TestFacts.source(next(), 31_117, who, START + at), JOB, Optional.of(provider), sentiment));
    }

    /** A feedback of the customer about a provider, or about nobody. */
    Bytes32 remarks(long at, WorkStatus status, Optional<Bytes32> about) {
        Fact.Feedback plain = TestFacts.feedback(next(), CUSTOMER, START + at, status);
        return tell(
                new Fact.Feedback(plain.source(), status, plain.rawStatus(), Optional.empty(), about, false, false));
    }

    /** A receipt of its own invoice. */
    Bytes32 pays(int level, Bytes32 payer, Bytes32 recipient, long at, Bytes32 target, long msat) {
        Bytes32 id = next();
        return pays(
                payer, recipient, at, target, new PaymentProof(level, msat, Optional.of(id), WALLET, List.of(), true));
    }

    Bytes32 pays(Bytes32 payer, Bytes32 recipient, long at, Bytes32 target, PaymentProof proof) {
        return tell(new Fact.Payment(
                TestFacts.source(next(), TestFacts.RECEIPT, WALLET, START + at), target, payer, recipient, proof));
    }

    /** Another receipt of a zap request that was signed before, by whoever has seen it. */
    Bytes32 wraps(Bytes32 request, long signedAt, Bytes32 payer, Bytes32 recipient, long at, Bytes32 target) {
        Bytes32 id = next();
        PaymentProof proof =
                new PaymentProof(1, 1_000, Optional.of(id), Optional.of(request), STRANGER, List.of(), true);
        return tell(new Fact.Payment(
                TestFacts.source(id, TestFacts.RECEIPT, STRANGER, START + at),
                target,
                payer,
                recipient,
                START + signedAt,
                proof));
    }

    Story retract(Bytes32 event, long at) {
        dossier.retract(event, TestFacts.retraction(events++, START + at));
        return this;
    }

    Story cancel(long at) {
        dossier.cancel(TestFacts.retraction(events++, START + at));
        return this;
    }

    Job job(long at) {
        return FOLD.fold(dossier, START + at);
    }

    JobStatus status(long at) {
        return job(at).status();
    }

    Offer offer(Bytes32 provider, long at) {
        return job(at).offers().stream()
                .filter(offer -> offer.provider().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    List<Transition> history(long at) {
        return FOLD.history(dossier, START + at);
    }
}
