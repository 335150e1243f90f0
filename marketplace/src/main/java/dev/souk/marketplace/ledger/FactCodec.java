package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Link;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.Bytes32;
import java.util.Optional;

/** Facts as fields. The first one tells the sort: never renumber. */
final class FactCodec {
    private static final int FEEDBACK = 1;
    private static final int RESULT = 2;
    private static final int JUDGEMENT = 3;
    private static final int PAYMENT = 4;

    /** A payment whose zap request says where its recipient is paid. */
    private static final int ADDRESSED_PAYMENT = 5;

    /** A payment that says when its payer signed. */
    private static final int SIGNED_PAYMENT = 6;

    /** A payment that tells the token of a nutzap. The three before are only read. */
    private static final int TOKEN_PAYMENT = 7;

    private FactCodec() {}

    static byte[] encode(Fact fact) {
        FieldWriter out = new FieldWriter();
        write(out, fact);
        return out.toBytes();
    }

    static Fact decode(byte[] bytes, int offset) {
        return read(new FieldReader(bytes, offset));
    }

    /** A statement together with how it is linked, for when it must be linked anew. */
    static byte[] encode(Fact fact, Link link) {
        FieldWriter out = new FieldWriter();
        out.optional(link.marked(), out::id);
        out.ids(link.named());
        out.optional(link.embedded().map(Link.Embedded::id), out::id);
        write(out, fact);
        return out.toBytes();
    }

    /** What {@link #encode(Fact, Link)} made; the embedded request itself is not kept, as it was filed already. */
    static Ambiguous ambiguous(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Optional<Bytes32> marked = in.optional(in::id);
        var named = in.ids();
        Optional<Link.Embedded> embedded = in.optional(in::id).map(id -> new Link.Embedded(id, Optional.empty()));
        return new Ambiguous(new Link(marked, named, embedded), read(in));
    }

    /** A statement that names several jobs. */
    record Ambiguous(Link link, Fact fact) {}

    static void write(FieldWriter out, Fact fact) {
        switch (fact) {
            case Fact.Feedback feedback -> {
                out.small(FEEDBACK);
                RequestCodec.source(out, feedback.source());
                statement(out, feedback.status(), feedback.rawStatus(), feedback.price(), feedback.about());
                out.flag(feedback.isEncrypted());
                out.flag(feedback.isWeak());
            }
            case Fact.Result result -> {
                out.small(RESULT);
                RequestCodec.source(out, result.source());
                statement(out, result.status(), result.rawStatus(), result.price(), result.addressee());
                out.flag(result.isEncrypted());
                out.flag(result.isWeak());
            }
            case Fact.Judgement judgement -> {
                out.small(JUDGEMENT);
                RequestCodec.source(out, judgement.source());
                out.id(judgement.target());
                out.optional(judgement.provider(), out::id);
                out.choice(judgement.sentiment());
            }
            case Fact.Payment payment -> {
                out.small(TOKEN_PAYMENT);
                RequestCodec.source(out, payment.source());
                out.id(payment.target());
                out.id(payment.payer());
                out.id(payment.recipient());
                out.number(payment.signedAt());
                proof(out, payment.proof());
                out.optional(payment.proof().lnurl(), out::id);
                out.optional(payment.proof().token(), out::id);
            }
        }
    }

    private static void statement(
            FieldWriter out, WorkStatus status, String raw, Optional<Price> price, Optional<Bytes32> named) {
        out.choice(status);
        out.text(raw);
        out.optional(price, asked -> {
            out.number(asked.msat());
            out.choice(asked.unit());
            out.optional(asked.paymentHash(), out::id);
        });
        out.optional(named, out::id);
    }

    private static void proof(FieldWriter out, PaymentProof proof) {
        out.small(proof.level());
        out.number(proof.msat());
        out.optional(proof.paymentHash(), out::id);
        out.optional(proof.request(), out::id);
        out.id(proof.signer());
        out.texts(proof.failedChecks());
        out.flag(proof.isCounted());
    }

    static Fact read(FieldReader in) {
        int sort = in.small();
        Source source = RequestCodec.source(in);
        return switch (sort) {
            case FEEDBACK ->
                new Fact.Feedback(
                        source,
                        in.choice(WorkStatus.class),
                        in.text(),
                        price(in),
                        in.optional(in::id),
                        in.flag(),
                        in.flag());
            case RESULT ->
                new Fact.Result(
                        source,
                        in.choice(WorkStatus.class),
                        in.text(),
                        price(in),
                        in.optional(in::id),
                        in.flag(),
                        in.flag());
            case JUDGEMENT -> new Fact.Judgement(source, in.id(), in.optional(in::id), in.choice(Fact.Sentiment.class));
            case PAYMENT -> new Fact.Payment(source, in.id(), in.id(), in.id(), proof(in));
            case ADDRESSED_PAYMENT ->
                new Fact.Payment(source, in.id(), in.id(), in.id(), proof(in).payableAt(Optional.of(in.id())));
            case SIGNED_PAYMENT ->
                new Fact.Payment(
                        source,
                        in.id(),
                        in.id(),
                        in.id(),
                        in.number(),
                        proof(in).payableAt(in.optional(in::id)));
            case TOKEN_PAYMENT ->
                new Fact.Payment(
                        source,
                        in.id(),
                        in.id(),
                        in.id(),
                        in.number(),
                        proof(in).payableAt(in.optional(in::id)).spending(in.optional(in::id)));
            default -> throw LedgerException.damaged("no sort of fact has the number " + sort);
        };
    }

    private static Optional<Price> price(FieldReader in) {
        return in.optional(() -> new Price(in.number(), in.choice(UnitReading.class), in.optional(in::id)));
    }

    private static PaymentProof proof(FieldReader in) {
        return new PaymentProof(
                in.small(), in.number(), in.optional(in::id), in.optional(in::id), in.id(), in.texts(), in.flag());
    }
}
