package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.protocol.Bytes32;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands at one moment.
 *
 * @param id the request's id
 * @param request the request, if it is known
 * @param status the one word
 * @param proof why
 * @param offers one for each provider that said something or is invited, in the order in which they first spoke, the
 *     silent ones last
 * @param flags what else should be known, in the order in which they are declared
 * @param isOpen true while offers are welcome: until it is completed, cancelled, expired or failed
 * @param deadline Unix seconds: what the request says; if it says nothing, nothing
 * @param nextChange Unix seconds at which the clock alone may change something next
 * @param reactions how many have judged something of it, providers aside
 * @param droppedFacts facts past the bounds of a dossier
 */
public record Job(
        Bytes32 id,
        Optional<JobRequest> request,
        JobStatus status,
        Proof proof,
        List<Offer> offers,
        Set<Flag> flags,
        boolean isOpen,
        OptionalLong deadline,
        OptionalLong nextChange,
        int reactions,
        long droppedFacts) {
    public Job {
        offers = List.copyOf(offers);
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /** True when work stands that was handed over, whatever the status says: also of a job that is cancelled since. */
    public boolean isDelivered() {
        return offers.stream().anyMatch(offer -> offer.work() == Offer.Work.DELIVERED);
    }

    /** Equal when all is, but for {@link #droppedFacts}: a duplicate of a dropped fact is dropped, and counted, again. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Job job
                && id.equals(job.id)
                && request.equals(job.request)
                && status == job.status
                && proof.equals(job.proof)
                && offers.equals(job.offers)
                && flags.equals(job.flags)
                && isOpen == job.isOpen
                && deadline.equals(job.deadline)
                && nextChange.equals(job.nextChange)
                && reactions == job.reactions;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** What else should be known. */
    public enum Flag {
        CANCELLED_AFTER_DELIVERY,
        /** All that was delivered was refunded then. */
        REFUNDED,
        /** Customer and provider are one in some offer. */
        SELF_DEALING,
        P_MISMATCH,
        WEAK_LINK,
        ENCRYPTED,
        KIND_MISMATCH,
        /** Nothing was delivered in time, but something later. */
        LATE,
        PAID_NOT_DELIVERED,
        /** The request was never seen itself. */
        RECOVERED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
