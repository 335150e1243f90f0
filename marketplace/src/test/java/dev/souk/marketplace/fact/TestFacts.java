package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Facts for tests: say what matters, the rest has a default. */
public final class TestFacts {
    public static final int REQUEST = 68_001;
    public static final int RESULT = 68_002;
    public static final int FEEDBACK = 68_003;
    public static final int REACTION = 7;
    public static final int RECEIPT = 9735;

    private TestFacts() {}

    /** The event with this number; a lower number is a lower id. */
    public static Bytes32 event(long number) {
        return new Bytes32(number, 0, 0, 0);
    }

    /** Somebody; the same number is the same person. */
    public static Bytes32 person(long number) {
        return new Bytes32(-1, 0, 0, number);
    }

    /** An event that came from an import. */
    public static Source source(Bytes32 id, int kind, Bytes32 author, long at) {
        return new Source(id, kind, author, at, Source.HISTORY);
    }

    public static Fact.Feedback feedback(Bytes32 id, Bytes32 author, long at, WorkStatus status) {
        Source source = source(id, FEEDBACK, author, at);
        return new Fact.Feedback(source, status, status.wire(), Optional.empty(), Optional.empty(), false, false);
    }

    public static Fact.Result result(Bytes32 id, Bytes32 author, long at, WorkStatus status) {
        Source source = source(id, RESULT, author, at);
        return new Fact.Result(source, status, status.wire(), Optional.empty(), Optional.empty(), false, false);
    }

    public static Fact.Judgement reaction(
            Bytes32 id, Bytes32 author, long at, Bytes32 target, Fact.Sentiment sentiment) {
        return new Fact.Judgement(source(id, REACTION, author, at), target, Optional.empty(), sentiment);
    }

    /** A receipt of an invoice and a zap request of its own, signed by {@code wallet}. */
    public static Fact.Payment zap(
            Bytes32 id, Bytes32 wallet, long at, Bytes32 target, Bytes32 payer, Bytes32 recipient, int level) {
        PaymentProof proof = new PaymentProof(level, 1_000, Optional.of(id), Optional.of(id), wallet, List.of(), true);
        return new Fact.Payment(source(id, RECEIPT, wallet, at), target, payer, recipient, proof);
    }

    public static JobRequest request(
            Bytes32 id, Bytes32 customer, long at, OptionalLong deadline, List<Bytes32> targets) {
        return new JobRequest(
                source(id, REQUEST, customer, at),
                Dialect.DRAFT,
                JobType.named("translation"),
                Optional.empty(),
                Optional.empty(),
                deadline,
                targets,
                List.of(),
                Optional.empty(),
                false,
                false);
    }

    public static Price price(long msat) {
        return new Price(msat, UnitReading.DIALECT_MSAT, Optional.empty());
    }

    public static Retraction retraction(long request, long at) {
        return new Retraction(Optional.of(event(request)), at);
    }
}
