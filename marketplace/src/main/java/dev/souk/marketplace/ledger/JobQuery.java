package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which jobs are wanted. All conditions must hold.
 *
 * @param type of this type
 * @param kind whose request is of this kind
 * @param statuses in one of these states; empty for any
 * @param isOpen open to offers, or not
 * @param customer asked for by
 * @param provider with an offer of, or an invitation to
 * @param minBidMsat with a bid of at least
 * @param since asked for at or after, Unix seconds
 * @param until asked for at or before
 * @param sort in which order
 * @param cursor where the last page ended
 * @param limit at most so many, from 1 to 500
 */
public record JobQuery(
        Optional<JobType> type,
        OptionalInt kind,
        Set<JobStatus> statuses,
        Optional<Boolean> isOpen,
        Optional<Bytes32> customer,
        Optional<Bytes32> provider,
        OptionalLong minBidMsat,
        OptionalLong since,
        OptionalLong until,
        Sort sort,
        Optional<String> cursor,
        int limit) {
    public JobQuery {
        statuses = Set.copyOf(statuses);
    }

    /** The orders. */
    public enum Sort {
        NEWEST,
        OLDEST,
        /** The highest bid first; jobs without a bid are left out. */
        BID
    }
}
