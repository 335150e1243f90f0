package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Link;
import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Retraction;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Puts facts into the dossiers they belong to, in whatever order they come: statements that name several jobs are linked
 * anew when one of these gets known, judgements and payments wait until their target is there, and a deletion that came
 * first is remembered. Filing something twice changes nothing. Lives in a {@link WriteSet}.
 */
final class Filing {
    /** Statements that are linked anew at once when a request gets known. */
    private static final int MAX_RELINKED = 1_000;

    private final WriteSet set;
    private final Shelf shelf;
    private final PaymentBook payments;
    private final Judge judge;
    private final Vanishing vanishing;
    private final Unplaced unplaced;
    private final Tombstones tombstones;
    private final Ambiguities ambiguities;
    private final LedgerMeters meters;
    private final long nowSeconds;

    Filing(
            WriteSet set,
            Shelf shelf,
            PaymentBook payments,
            Judge judge,
            Vanishing vanishing,
            LedgerLimits limits,
            LedgerMeters meters,
            long nowSeconds) {
        this.set = set;
        this.shelf = shelf;
        this.payments = payments;
        this.judge = judge;
        this.vanishing = vanishing;
        this.unplaced = new Unplaced(set, limits);
        this.tombstones = new Tombstones(set, limits.maxTombstones(), meters);
        this.ambiguities = new Ambiguities(set, limits.maxAmbiguous(), meters);
        this.meters = meters;
        this.nowSeconds = nowSeconds;
    }

    /** A request was seen, or recovered. */
    void asked(JobRequest request) {
        Dossier dossier = shelf.open(request.id());
        boolean wasKnown = dossier.request().isPresent();
        boolean wasEmpty = dossier.isEmpty();
        if (!dossier.add(request)) {
            return;
        }
        shelf.touch(request.id());
        if (wasKnown) {
            return;
        }
        if (!wasEmpty) {
            unplaced.requestKnown(request.id());
        }
        tombstones.find(request.id(), request.customer()).ifPresent(dossier::cancel);
        fetchWaiting(request.id(), request.id());
        relink(request.id());
    }

    /** A statement was seen. False when it names no job. */
    boolean said(Fact statement, Link link) {
        Bytes32 event = statement.source().id();
        if (set.has(Keys.of(Keys.EVENT, event))) {
            return true;
        }
        link.embedded()
                .flatMap(Link.Embedded::request)
                .filter(request -> !shelf.isKnownRequest(request.id()) && !vanishing.covers(request.source()))
                .ifPresent(this::asked);
        Optional<Link.Resolved> resolved = link.resolve(shelf::isKnownRequest);
        if (resolved.isEmpty()) {
            return false;
        }
        file(resolved.get().job(), linked(statement, resolved.get().isWeak()));
        remember(statement, link);
        return true;
    }

    /** Notes that a statement may be about another job, if it is kept: else a flood would stay in the notes. */
    private void remember(Fact statement, Link link) {
        if (set.has(Keys.of(Keys.EVENT, statement.source().id()))) {
            ambiguities.note(statement, link);
        }
    }

    private static Fact linked(Fact statement, boolean isWeak) {
        return switch (statement) {
            case Fact.Feedback f ->
                new Fact.Feedback(f.source(), f.status(), f.rawStatus(), f.price(), f.about(), f.isEncrypted(), isWeak);
            case Fact.Result r ->
                new Fact.Result(
                        r.source(), r.status(), r.rawStatus(), r.price(), r.addressee(), r.isEncrypted(), isWeak);
            case Fact.Judgement judgement -> judgement;
            case Fact.Payment payment -> payment;
        };
    }

    /** A judgement or a payment was seen. {@code isForeign} tells that its target has nothing to do with jobs. */
    void about(Fact fact, Bytes32 target, Predicate<Bytes32> isForeign) {
        Bytes32 event = fact.source().id();
        if (set.has(Keys.of(Keys.EVENT, event))) {
            return;
        }
        Optional<Bytes32> job = locate(target);
        if (job.isPresent()) {
            file(job.get(), fact);
        } else if (!isForeign.test(target)) {
            unplaced.await(target, fact).ifPresent(meters::dropped);
        }
    }

    /** The job in which an event is filed, or whose request it is. */
    Optional<Bytes32> locate(Bytes32 event) {
        return set.get(Keys.of(Keys.EVENT, event))
                .map(Bytes32::of)
                .or(() -> shelf.find(event).map(Dossier::id));
    }

    /** An author takes back an event, which may have been seen or not. */
    void takenBack(Bytes32 event, Bytes32 author, Retraction retraction) {
        Retraction first = tombstones.add(event, author, retraction);
        set.get(Keys.of(Keys.EVENT, event)).map(Bytes32::of).ifPresent(job -> {
            boolean isOwn = shelf.open(job)
                    .entry(event)
                    .filter(entry -> entry.fact().source().author().equals(author))
                    .isPresent();
            if (isOwn && shelf.open(job).retract(event, first)) {
                shelf.touch(job);
            }
        });
        Dossier asJob = shelf.open(event);
        if (asJob.request().filter(request -> request.customer().equals(author)).isPresent() && asJob.cancel(first)) {
            shelf.touch(event);
        }
    }

    /** True when something of the event is kept, whether it has found its job or waits for it. */
    boolean isKept(Bytes32 event) {
        return locate(event).isPresent() || unplaced.isWaiting(event);
    }

    /** An event is to be as if it had never been: the operator, or its author's wish to vanish, removed it. */
    void purge(Bytes32 event) {
        unplaced.forget(event);
        set.get(Keys.of(Keys.EVENT, event)).map(Bytes32::of).ifPresent(job -> {
            shelf.open(job).remove(event).ifPresent(entry -> unfile(entry.fact()));
            shelf.touch(job);
            if (shelf.open(job).isEmpty()) {
                unplaced.requestKnown(job);
            }
        });
        Dossier asJob = shelf.open(event);
        if (asJob.request().isPresent()) {
            asJob.entries().forEach(entry -> {
                asJob.remove(entry.fact().source().id());
                unfile(entry.fact());
            });
            asJob.forgetRequest();
            shelf.touch(event);
        }
    }

    /** More may be known of the wallet of a filed receipt's recipient. */
    void judge(Unverified.Receipt receipt) {
        Bytes32 event = receipt.event();
        Dossier dossier = shelf.open(receipt.job());
        dossier.entry(event)
                .map(Dossier.Entry::fact)
                .filter(Fact.Payment.class::isInstance)
                .map(payment -> judge.judged((Fact.Payment) payment, receipt.seenAt()))
                .filter(judged -> dossier.amend(event, proof -> judged.proof()))
                .ifPresent(judged -> amended(dossier, judged, receipt.seenAt()));
    }

    /** Its level may be what it was, if another check failed. */
    private void amended(Dossier dossier, Fact.Payment payment, long seenAt) {
        shelf.touch(dossier.id());
        if (isVerified(payment)) {
            payments.filed(dossier.id(), payment, seenAt);
            dossier.proved().forEach(this::evict);
        }
    }

    private static boolean isVerified(Fact.Payment payment) {
        return payment.proof().level() >= PaymentProof.VERIFIED;
    }

    /** A receipt that may have been seen, and had to leave its job while its wallet was unknown. */
    void again(Fact.Payment receipt, Bytes32 target) {
        if (isVerified(judge.judged(receipt, seenAt(receipt)))) {
            locate(target).ifPresent(job -> file(job, receipt));
        }
    }

    /** When a fact was first seen that is filed for the first time, Unix seconds. */
    private long seenAt(Fact fact) {
        return fact.source().isLive() ? fact.source().seenAt() : nowSeconds;
    }

    private void file(Bytes32 job, Fact fact) {
        file(job, fact, seenAt(fact));
    }

    private void file(Bytes32 job, Fact seen, long seenAt) {
        Dossier dossier = shelf.open(job);
        Fact fact = seen instanceof Fact.Payment payment ? judge.judged(payment, seenAt) : seen;
        boolean isFirst = dossier.isEmpty();
        Bytes32 event = fact.source().id();
        switch (dossier.add(fact, tombstones.find(event, fact.source().author()))) {
            case Dossier.Added.Kept(List<Fact> evicted) -> {
                set.put(Keys.of(Keys.EVENT, event), job.toBytes());
                evicted.forEach(this::evict);
                kept(job, fact, seenAt);
            }
            case Dossier.Added.Dropped() -> meters.dropped(Bound.JOB);
            case Dossier.Added.Known() -> {}
        }
        shelf.touch(job);
        if (isFirst) {
            unplaced.requestUnknown(job).ifPresent(this::forget);
            fetchWaiting(job, job);
        }
    }

    /** A fact had to leave its job for another one. */
    private void evict(Fact fact) {
        unfile(fact);
        meters.dropped(Bound.JOB);
    }

    private void kept(Bytes32 job, Fact fact, long seenAt) {
        switch (fact) {
            case Fact.Payment payment -> payments.filed(job, payment, seenAt);
            case Fact.Judgement judgement -> {}
            case Fact.Feedback feedback -> fetchWaiting(feedback.source().id(), job);
            case Fact.Result result -> fetchWaiting(result.source().id(), job);
        }
    }

    private void unfile(Fact fact) {
        Bytes32 event = fact.source().id();
        ambiguities.forget(event);
        set.delete(Keys.of(Keys.EVENT, event));
        if (fact instanceof Fact.Payment payment) {
            payments.unfiled(payment);
        }
    }

    /** Files what waited, but for what its author wished away meanwhile: no job led there. */
    private void fetchWaiting(Bytes32 target, Bytes32 job) {
        unplaced.fetch(target).stream()
                .filter(fact -> !vanishing.covers(fact.source()))
                .forEach(fact -> file(job, fact));
    }

    /** A job whose request never came, and that is the oldest of too many. */
    private void forget(Bytes32 job) {
        Dossier dossier = shelf.open(job);
        if (dossier.request().isEmpty()) {
            meters.dropped(Bound.UNKNOWN_JOBS, dossier.entries().size());
            dossier.entries().forEach(entry -> {
                dossier.remove(entry.fact().source().id());
                unfile(entry.fact());
            });
            shelf.touch(job);
        }
    }

    /** A request got known: statements that named it among others may belong to it, or no longer elsewhere. */
    private void relink(Bytes32 request) {
        List<FactCodec.Ambiguous> naming = ambiguities.naming(request, MAX_RELINKED + 1);
        if (naming.size() > MAX_RELINKED) {
            meters.dropped(Bound.RELINKED);
        }
        for (FactCodec.Ambiguous named : naming.subList(0, Math.min(naming.size(), MAX_RELINKED))) {
            Bytes32 event = named.fact().source().id();
            Optional<Bytes32> now = set.get(Keys.of(Keys.EVENT, event)).map(Bytes32::of);
            Optional<Link.Resolved> resolved = named.link().resolve(shelf::isKnownRequest);
            if (now.isPresent() && resolved.isPresent()) {
                move(named, now.get(), resolved.get());
            }
        }
    }

    private void move(FactCodec.Ambiguous named, Bytes32 from, Link.Resolved to) {
        Bytes32 event = named.fact().source().id();
        Dossier old = shelf.open(from);
        Optional<Fact> statement = old.entry(event).map(Dossier.Entry::fact);
        if (statement.isEmpty() || (from.equals(to.job()) && isWeak(statement.get()) == to.isWeak())) {
            return;
        }
        List<Dependent> dependents =
                old.about(event).stream().map(this::dependent).toList();
        dependents.forEach(dependent -> {
            old.remove(dependent.fact().source().id());
            unfile(dependent.fact());
        });
        old.remove(event);
        unfile(statement.get());
        shelf.touch(from);
        file(to.job(), linked(statement.get(), to.isWeak()));
        remember(named.fact(), named.link());
        dependents.forEach(dependent -> file(to.job(), dependent.fact(), dependent.seenAt()));
        if (old.isEmpty()) {
            unplaced.requestKnown(from);
        }
    }

    /** A fact that goes where its target goes, and when it was first seen, Unix seconds. */
    private record Dependent(Fact fact, long seenAt) {}

    private Dependent dependent(Fact fact) {
        long seenAt = fact instanceof Fact.Payment payment
                ? payments.seenAt(payment).orElseGet(() -> seenAt(fact))
                : seenAt(fact);
        return new Dependent(fact, seenAt);
    }

    private static boolean isWeak(Fact fact) {
        return switch (fact) {
            case Fact.Feedback feedback -> feedback.isWeak();
            case Fact.Result result -> result.isWeak();
            case Fact.Judgement judgement -> false;
            case Fact.Payment payment -> false;
        };
    }
}
