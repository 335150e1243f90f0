package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.Optional;

/** What one event says of one job, apart from the request itself. Who may say what is for {@code job} to decide. */
public sealed interface Fact {
    /** The event. */
    Source source();

    /**
     * A statement about work: a feedback event of any era. By the customer it is a judgement of {@code about}.
     *
     * @param status what it says
     * @param rawStatus the word as it stood, at most 32 characters, empty when there was none
     * @param price what is asked
     * @param about the first {@code p} tag
     * @param isEncrypted nothing can be read but who and about what
     * @param isWeak the job was guessed among several
     */
    record Feedback(
            Source source,
            WorkStatus status,
            String rawStatus,
            Optional<Price> price,
            Optional<Bytes32> about,
            boolean isEncrypted,
            boolean isWeak)
            implements Fact {}

    /**
     * Work that was handed over.
     *
     * @param status what it says of itself; {@link WorkStatus#NONE} is a success
     * @param rawStatus the word as it stood, at most 32 characters, empty when there was none
     * @param price what is asked
     * @param addressee the first {@code p} tag, which should be the customer
     * @param isEncrypted only the customer can read it
     * @param isWeak the job was guessed among several
     */
    record Result(
            Source source,
            WorkStatus status,
            String rawStatus,
            Optional<Price> price,
            Optional<Bytes32> addressee,
            boolean isEncrypted,
            boolean isWeak)
            implements Fact {}

    /**
     * An opinion about one event of the job, or about the job when {@code target} is its id: a reaction (NIP-25), a
     * review.
     *
     * @param target the event that is judged
     * @param provider whose work is meant, where the event says so
     */
    record Judgement(Source source, Bytes32 target, Optional<Bytes32> provider, Sentiment sentiment) implements Fact {}

    /** What an opinion comes to. Stored: never rename. */
    enum Sentiment {
        ACCEPT,
        REJECT,
        /** Neither, an emoji for example. */
        NEITHER
    }

    /**
     * A zap receipt or a nutzap that names an event of the job, or the job itself.
     *
     * @param target the event that is paid for
     * @param payer who signed the zap request or the nutzap
     * @param recipient who is paid
     * @param signedAt when the payer signed, Unix seconds: of a receipt the zap request in it. Whoever has seen that can
     *     make another receipt of it, of any date
     * @param proof what it proves
     */
    record Payment(Source source, Bytes32 target, Bytes32 payer, Bytes32 recipient, long signedAt, PaymentProof proof)
            implements Fact {
        /** One that was signed when its event was made. */
        public Payment(Source source, Bytes32 target, Bytes32 payer, Bytes32 recipient, PaymentProof proof) {
            this(source, target, payer, recipient, source.createdAt(), proof);
        }

        /** The same payment, proved otherwise. */
        public Payment proved(PaymentProof otherwise) {
            return new Payment(source, target, payer, recipient, signedAt, otherwise);
        }
    }
}
