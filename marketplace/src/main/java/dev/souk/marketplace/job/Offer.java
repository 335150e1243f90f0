package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one provider made of one job.
 *
 * @param provider who
 * @param status the three axes in one word
 * @param work how far the work is
 * @param money what is known of its payment
 * @param verdict what the customer says of it
 * @param askedMsat the last price that was asked
 * @param claimedMsat the sum of counted receipts of level 1 to 3, each payment hash once
 * @param verifiedMsat the sum of counted receipts of level 4 and more
 * @param refundedMsat what the provider zapped back to the customer
 * @param latest the newest live delivery, else the newest live result, else the newest live feedback
 * @param firstSaid its first feedback or result, taken back or not
 * @param firstResult its first result that is no error and not partial, taken back or not
 * @param offerMillis from the request to {@code firstSaid}
 * @param latencyMillis from the request to {@code firstResult}
 * @param payers who paid, without repetition, not the provider itself, in the order in which they first paid
 * @param verifiedPayers those among them whose money is verified
 * @param flags what else should be known, in the order in which they are declared
 * @param proof the rule and the event behind {@code status}
 */
public record Offer(
        Bytes32 provider,
        Status status,
        Work work,
        Money money,
        Verdict verdict,
        OptionalLong askedMsat,
        long claimedMsat,
        long verifiedMsat,
        long refundedMsat,
        Optional<Bytes32> latest,
        Optional<Source> firstSaid,
        Optional<Source> firstResult,
        OptionalLong offerMillis,
        OptionalLong latencyMillis,
        List<Bytes32> payers,
        List<Bytes32> verifiedPayers,
        Set<Flag> flags,
        Proof proof) {
    public Offer {
        payers = List.copyOf(payers);
        verifiedPayers = List.copyOf(verifiedPayers);
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /** How far the work is. */
    public enum Work {
        NONE,
        TARGETED,
        QUOTED,
        PROCESSING,
        PARTIAL,
        READY,
        DELIVERED,
        ERROR,
        WITHDRAWN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is known of the payment. */
    public enum Money {
        NONE,
        ASKED,
        /** The provider went on after asking to be paid: its own act says that it was. */
        IMPLIED,
        CLAIMED,
        PART_VERIFIED,
        VERIFIED,
        REFUNDED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the customer says. */
    public enum Verdict {
        NONE,
        ACCEPTED,
        DISPUTED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The projection of the three axes, the first that holds. */
    public enum Status {
        REFUNDED,
        DISPUTED,
        COMPLETED,
        DELIVERED,
        READY,
        PAID,
        PAYMENT_REQUIRED,
        PARTIAL,
        PROCESSING,
        ERROR,
        WITHDRAWN,
        TARGETED,
        /** It said something that tells nothing of the work: encrypted, or in words that nobody knows. */
        NONE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What else should be known. */
    public enum Flag {
        /** Delivered after the deadline. */
        LATE,
        /** Engaged and silent past max(deadline, 24 h), or for long where there is no deadline: given up. */
        ABANDONED,
        ERROR_AFTER_DELIVERY,
        /** Verified money, no result and no refund 24 h after the payment or after the deadline. */
        PAID_NOT_DELIVERED,
        /** Delivered, a price was asked, and nothing speaks for a payment: money is {@link Money#ASKED}. */
        UNPAID_DELIVERED,
        /** Refunded after it was delivered. */
        REFUNDED,
        /** Customer and provider are one: counts for no statistic. */
        SELF_DEALING,
        /** A result names another customer. */
        P_MISMATCH,
        /** The job was guessed among several. */
        WEAK_LINK,
        ENCRYPTED,
        /** A result's kind is not the one that belongs to the request's kind. */
        KIND_MISMATCH;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
