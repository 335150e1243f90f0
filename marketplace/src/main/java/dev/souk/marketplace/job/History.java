package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Retraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How a job came to its status: what was known at each moment in which something happened is folded anew. Nothing
 * happens before the request, and nothing after now, whatever the clocks of clients say.
 */
final class History {
    /** Of more moments than these the oldest half and the newest half are looked at. */
    static final int MAX_MOMENTS = 200;

    /** Changes by the clock alone that are looked at besides. */
    static final int MAX_CLOCK_MOMENTS = 200;

    private final FoldRules rules;
    private final Known known;
    private final long now;
    private final long start;
    private final List<Dossier.Entry> telling = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private int clockMoments;

    History(FoldRules rules, Known known, long nowSeconds) {
        this.rules = rules;
        this.known = known;
        this.now = nowSeconds;
        this.start = known.request()
                .map(JobRequest::source)
                .or(() -> known.entries().stream()
                        .findFirst()
                        .map(entry -> entry.fact().source()))
                .map(first -> Math.min(first.at(), nowSeconds))
                .orElse(nowSeconds);
        for (Dossier.Entry entry : known.entries()) {
            if (canTell(entry.fact())) {
                telling.add(entry);
            }
        }
    }

    /** False for what can never move a status: strangers' opinions, and receipts that prove nothing. */
    private boolean canTell(Fact fact) {
        return switch (fact) {
            case Fact.Feedback feedback -> true;
            case Fact.Result result -> true;
            case Fact.Judgement judgement ->
                known.request().isPresent()
                        && known.request()
                                .get()
                                .customer()
                                .equals(judgement.source().author());
            case Fact.Payment payment -> payment.proof().level() >= PaymentProof.CLAIMED;
        };
    }

    List<Transition> transitions() {
        if (known.request().isEmpty() && known.entries().isEmpty()) {
            return List.of();
        }
        List<Long> moments = moments();
        for (int i = 0; i < moments.size(); i++) {
            long moment = moments.get(i);
            Standing then = Standing.of(at(moment), rules);
            OptionalLong next = note(then, moment);
            long until = i + 1 < moments.size() ? moments.get(i + 1) : moment;
            // What the clock did comes before what was said in the same second: a job that had expired when its result
            // came is told to have.
            while (next.isPresent() && next.getAsLong() <= until && clockMoments < MAX_CLOCK_MOMENTS) {
                clockMoments++;
                next = note(then, next.getAsLong());
            }
        }
        return List.copyOf(transitions);
    }

    /** Notes the status if it differs from the one before. When the clock may change it next. */
    private OptionalLong note(Standing then, long moment) {
        Projection projection = then.at(moment);
        JobStatus status = projection.outcome().status();
        Optional<JobStatus> before = transitions.isEmpty()
                ? Optional.empty()
                : Optional.of(transitions.get(transitions.size() - 1).to());
        if (!before.equals(Optional.of(status))) {
            transitions.add(
                    new Transition(moment, before, status, projection.outcome().proof()));
        }
        return projection.nextChange();
    }

    /** When something happened, and now. */
    private List<Long> moments() {
        TreeSet<Long> all = new TreeSet<>();
        all.add(start);
        all.add(now);
        known.cancellation().ifPresent(cancellation -> all.add(within(cancellation.at())));
        for (Dossier.Entry entry : telling) {
            all.add(within(entry.fact().source().at()));
            entry.retraction().ifPresent(retraction -> all.add(within(retraction.at())));
        }
        List<Long> moments = new ArrayList<>(all);
        if (moments.size() > MAX_MOMENTS) {
            moments.subList(MAX_MOMENTS / 2, moments.size() - MAX_MOMENTS / 2).clear();
        }
        return moments;
    }

    private long within(long moment) {
        return Math.max(start, Math.min(moment, now));
    }

    /** What was known at {@code moment}. */
    private Known at(long moment) {
        if (moment == now) {
            return new Known(known.id(), known.request(), known.cancellation(), telling, known.dropped());
        }
        List<Dossier.Entry> entries = new ArrayList<>(telling.size());
        for (Dossier.Entry entry : telling) {
            if (entry.fact().source().at() > moment) {
                break;
            }
            entries.add(
                    entry.isLive() || hadHappened(entry.retraction(), moment)
                            ? entry
                            : new Dossier.Entry(entry.fact(), Optional.empty()));
        }
        Optional<Retraction> cancellation =
                hadHappened(known.cancellation(), moment) ? known.cancellation() : Optional.empty();
        return new Known(known.id(), known.request(), cancellation, entries, known.dropped());
    }

    private static boolean hadHappened(Optional<Retraction> retraction, long moment) {
        return retraction.isPresent() && retraction.get().at() <= moment;
    }
}
