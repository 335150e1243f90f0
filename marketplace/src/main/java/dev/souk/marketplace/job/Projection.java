package dev.souk.marketplace.job;

import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one moment makes of the offers of a job: the one word for it, and whether more offers are welcome. */
final class Projection {
    /** A status and the reason for it. */
    record Outcome(JobStatus status, Proof proof) {}

    private final Terms terms;
    private final List<OfferFold> offers;
    private final long nowSeconds;
    private final long closesAt;
    private final long endedAt;
    private final Outcome outcome;

    Projection(Terms terms, List<OfferFold> offers, long nowSeconds) {
        this.terms = terms;
        this.offers = offers;
        this.nowSeconds = nowSeconds;
        this.closesAt = closing(terms, offers);
        this.endedAt = ending(terms, offers);
        this.outcome = terms.request().isEmpty()
                ? new Outcome(JobStatus.UNKNOWN_REQUEST, Rule.REQUEST_UNKNOWN.alone())
                : ended().or(this::handedOver)
                        .or(this::timedOut)
                        .or(this::underWay)
                        .orElseGet(this::waiting);
    }

    /** When time is up: at the deadline; without one, when no provider has said anything for long. */
    private static long closing(Terms terms, List<OfferFold> offers) {
        if (terms.request().isEmpty()) {
            return Moments.NEVER;
        }
        if (terms.deadline().isPresent()) {
            return terms.deadline().getAsLong();
        }
        long last = terms.request().get().source().at();
        for (OfferFold offer : offers) {
            last = Math.max(last, offer.lastSpokeAt());
        }
        return Moments.after(last, terms.rules().silence());
    }

    /** Since when the customer has what it wanted, or wants it no more. */
    private static long ending(Terms terms, List<OfferFold> offers) {
        long ended =
                terms.cancellation().isPresent() ? terms.cancellation().get().at() : Moments.NEVER;
        for (OfferFold offer : offers) {
            ended = Math.min(ended, offer.completedAt());
        }
        return ended;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Since when the customer wants nothing more; {@link Moments#NEVER} as long as it does. */
    long endedAt() {
        return endedAt;
    }

    /** True while offers are welcome. */
    boolean isOpen() {
        return !hasEnded()
                && switch (outcome.status()) {
                    case UNKNOWN_REQUEST, COMPLETED, CANCELLED, EXPIRED, FAILED -> false;
                    case REQUESTED, TARGETED, PAYMENT_REQUIRED, PROCESSING, PARTIAL, READY, DELIVERED, DISPUTED -> true;
                };
    }

    /** When the clock alone may change something next. */
    OptionalLong nextChange() {
        boolean doesTimeMatter =
                outcome.status() != JobStatus.COMPLETED && terms.cancellation().isEmpty();
        long next = doesTimeMatter && !isTimeUp() ? closesAt : Moments.NEVER;
        for (OfferFold offer : offers) {
            next = sooner(next, offer.abandonedAt(endedAt));
            next = sooner(next, offer.undeliveredAt());
        }
        return next == Moments.NEVER ? OptionalLong.empty() : OptionalLong.of(next);
    }

    private long sooner(long next, long candidate) {
        return candidate > nowSeconds && candidate < next ? candidate : next;
    }

    private boolean isTimeUp() {
        return Moments.hasCome(closesAt, nowSeconds);
    }

    /** Nobody works on what is no longer wanted. */
    private boolean hasEnded() {
        return terms.cancellation().isPresent() || isTimeUp();
    }

    private Optional<Outcome> ended() {
        OfferFold completed = first(Offer.Status.COMPLETED);
        if (completed != null) {
            return Optional.of(new Outcome(JobStatus.COMPLETED, completed.proof()));
        }
        OfferFold disputed = first(Offer.Status.DISPUTED);
        if (disputed != null && first(Offer.Status.DELIVERED) == null && !isAnybodyWorking()) {
            return Optional.of(new Outcome(JobStatus.DISPUTED, disputed.proof()));
        }
        return terms.cancellation()
                .map(cancellation -> new Outcome(
                        JobStatus.CANCELLED,
                        cancellation
                                .request()
                                .map(Rule.CANCELLED_BY_CUSTOMER::by)
                                .orElseGet(Rule.CANCELLED_BY_CUSTOMER::alone)));
    }

    private Optional<Outcome> handedOver() {
        OfferFold delivered = first(Offer.Status.DELIVERED);
        return Optional.ofNullable(delivered == null ? firstPaidBack() : delivered)
                .flatMap(OfferFold::delivery)
                .map(result -> new Outcome(JobStatus.DELIVERED, Rule.RESULT_BY_PROVIDER.by(result)));
    }

    /** What was handed over stays so when the money goes back. */
    private @Nullable OfferFold firstPaidBack() {
        for (OfferFold offer : offers) {
            if (offer.status() == Offer.Status.REFUNDED && offer.isDelivered()) {
                return offer;
            }
        }
        return null;
    }

    /** True when the delivery that the job rests on was paid back. */
    boolean isDeliveryRefunded() {
        return outcome.status() == JobStatus.DELIVERED && first(Offer.Status.DELIVERED) == null;
    }

    private Optional<Outcome> timedOut() {
        if (!isTimeUp()) {
            return Optional.empty();
        }
        Rule rule = terms.deadline().isPresent() ? Rule.DEADLINE_PASSED : Rule.SILENCE_PASSED;
        return Optional.of(new Outcome(JobStatus.EXPIRED, rule.alone()));
    }

    /** The offer that is furthest; of several the one that spoke first. */
    private Optional<Outcome> underWay() {
        OfferFold best = null;
        for (OfferFold offer : offers) {
            if (progress(offer.status()) > (best == null ? 0 : progress(best.status())) && !isGivenUp(offer)) {
                best = offer;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        JobStatus status = switch (best.status()) {
            case READY -> JobStatus.READY;
            case PARTIAL -> JobStatus.PARTIAL;
            case PAYMENT_REQUIRED -> JobStatus.PAYMENT_REQUIRED;
            // A quote that is paid waits for its provider, not for the customer.
            case PROCESSING, PAID -> JobStatus.PROCESSING;
            case REFUNDED, DISPUTED, COMPLETED, DELIVERED, ERROR, WITHDRAWN, TARGETED, NONE ->
                throw new IllegalStateException("no progress in " + best.status());
        };
        return Optional.of(new Outcome(status, best.proof()));
    }

    private static int progress(Offer.Status status) {
        return switch (status) {
            case READY -> 5;
            case PARTIAL -> 4;
            case PROCESSING -> 3;
            case PAID -> 2;
            case PAYMENT_REQUIRED -> 1;
            case REFUNDED, DISPUTED, COMPLETED, DELIVERED, ERROR, WITHDRAWN, TARGETED, NONE -> 0;
        };
    }

    private boolean isAnybodyWorking() {
        if (hasEnded()) {
            return false;
        }
        for (OfferFold offer : offers) {
            if (progress(offer.status()) > progress(Offer.Status.PAYMENT_REQUIRED) && !isGivenUp(offer)) {
                return true;
            }
        }
        return false;
    }

    private boolean isGivenUp(OfferFold offer) {
        return Moments.hasCome(offer.abandonedAt(endedAt), nowSeconds);
    }

    /** Nobody is at work: who is still to be heard? */
    private Outcome waiting() {
        if (terms.invited().isEmpty()) {
            boolean isRecovered = terms.request().orElseThrow().isRecovered();
            Rule rule = isRecovered ? Rule.REQUEST_RECOVERED : Rule.REQUESTED_BY_CUSTOMER;
            return new Outcome(JobStatus.REQUESTED, rule.by(terms.id()));
        }
        OfferFold lastToFail = null;
        for (OfferFold offer : offers) {
            if (offer.isInvited() && !hasFailed(offer)) {
                return new Outcome(JobStatus.TARGETED, Rule.INVITED_BY_CUSTOMER.by(terms.id()));
            }
            if (offer.isInvited() && (lastToFail == null || offer.lastSpokeAt() >= lastToFail.lastSpokeAt())) {
                lastToFail = offer;
            }
        }
        Optional<Bytes32> failure =
                Optional.ofNullable(lastToFail).flatMap(offer -> offer.proof().event());
        return new Outcome(
                JobStatus.FAILED, failure.map(Rule.ALL_INVITED_FAILED::by).orElseGet(Rule.ALL_INVITED_FAILED::alone));
    }

    /** Paid back before anything was delivered is as good as withdrawn. */
    private static boolean hasFailed(OfferFold offer) {
        return switch (offer.status()) {
            case ERROR, WITHDRAWN -> true;
            case REFUNDED -> !offer.isDelivered();
            case DISPUTED, COMPLETED, DELIVERED, READY, PAID, PAYMENT_REQUIRED, PARTIAL, PROCESSING, TARGETED, NONE ->
                false;
        };
    }

    private @Nullable OfferFold first(Offer.Status status) {
        for (OfferFold offer : offers) {
            if (offer.status() == status) {
                return offer;
            }
        }
        return null;
    }
}
