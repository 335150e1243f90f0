package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one job, in whatever order it came. Equal sets of facts make equal dossiers: adding is idempotent,
 * and which facts are kept of too many, see {@link Places}, does not depend on the order, as long as nothing is removed
 * and the request is there before strangers are too many. What has no place is counted in {@link #dropped()} and forgotten.
 *
 * <p>Mutable; owned by one thread.
 */
public final class Dossier {
    /**
     * A fact, and whether it was taken back.
     *
     * @param retraction by the fact's own author
     */
    public record Entry(Fact fact, Optional<Retraction> retraction) {
        /** By the time of the fact, then its id. */
        static final Comparator<Entry> ORDER =
                Comparator.comparing(entry -> entry.fact().source(), Source.ORDER);

        /** True when nobody has taken it back. */
        public boolean isLive() {
            return retraction.isEmpty();
        }
    }

    private final Bytes32 id;
    private final Map<Bytes32, Entry> entries = new TreeMap<>();

    /** Follows {@link #entries} once it is needed, until something is removed or goes before others. */
    private @Nullable Places places;

    private Optional<JobRequest> request = Optional.empty();
    private Optional<Retraction> cancellation = Optional.empty();
    private long dropped;

    /** An empty dossier of the job {@code id}. */
    public Dossier(Bytes32 id) {
        this.id = id;
    }

    /** A dossier as it was kept. */
    public static Dossier restored(
            Bytes32 id,
            Optional<JobRequest> request,
            Optional<Retraction> cancellation,
            Collection<Entry> entries,
            long dropped) {
        Dossier dossier = new Dossier(id);
        dossier.request = request;
        dossier.cancellation = cancellation;
        dossier.dropped = dropped;
        entries.forEach(entry -> dossier.entries.put(entry.fact().source().id(), entry));
        return dossier;
    }

    /** The job's id, which is the id of its request. */
    public Bytes32 id() {
        return id;
    }

    /** The request, once it is known. */
    public Optional<JobRequest> request() {
        return request;
    }

    /** The customer's own deletion of the request. */
    public Optional<Retraction> cancellation() {
        return cancellation;
    }

    /** All facts, those that were taken back included, oldest first. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(entries.values());
        all.sort(Entry.ORDER);
        return all;
    }

    /** The fact read from this event. */
    public Optional<Entry> entry(Bytes32 event) {
        return Optional.ofNullable(entries.get(event));
    }

    /** Facts that were not kept. */
    public long dropped() {
        return dropped;
    }

    /** True when nothing is known. */
    public boolean isEmpty() {
        return request.isEmpty() && cancellation.isEmpty() && entries.isEmpty();
    }

    /**
     * Takes the request in; one that was seen itself takes the place of one that was recovered. True if that is news.
     *
     * @throws IllegalArgumentException when it is the request of another job
     */
    public boolean add(JobRequest seen) {
        if (!seen.id().equals(id)) {
            throw new IllegalArgumentException("the request " + seen.id() + " does not belong to the job " + id);
        }
        boolean isNews = request.isEmpty() || (request.get().isRecovered() && !seen.isRecovered());
        if (isNews) {
            request = Optional.of(seen);
            places = null;
        }
        return isNews;
    }

    /** What {@link #add(Fact, Optional)} did. */
    public sealed interface Added {
        /** It is in the dossier; {@code evicted} had to leave for it. */
        record Kept(List<Fact> evicted) implements Added {
            public Kept {
                evicted = List.copyOf(evicted);
            }
        }

        /** It was there already, and is as it was, but for a retraction. */
        record Known() implements Added {}

        /** It has no place. */
        record Dropped() implements Added {}
    }

    /** Takes a fact in, with its retraction when that came first; a retraction of what is there already counts too. */
    public Added add(Fact fact, Optional<Retraction> retraction) {
        Bytes32 event = fact.source().id();
        if (entries.containsKey(event)) {
            retraction.ifPresent(taken -> retract(event, taken));
            return new Added.Known();
        }
        boolean isFew = places == null && entries.size() < Places.FEWEST;
        List<Bytes32> surplus = isFew ? List.of() : places().add(fact);
        if (surplus.contains(event)) {
            dropped++;
            return new Added.Dropped();
        }
        entries.put(event, new Entry(fact, retraction));
        return new Added.Kept(drop(surplus));
    }

    /** Where the facts stand. What an older build kept besides stays where it is until {@link #proved}. */
    private Places places() {
        if (places == null) {
            Places fresh = new Places(request);
            entries.values().forEach(entry -> fresh.add(entry.fact()));
            places = fresh;
        }
        return places;
    }

    private List<Fact> drop(List<Bytes32> events) {
        List<Fact> gone = new ArrayList<>();
        for (Bytes32 event : events) {
            Entry entry = entries.remove(event);
            if (entry != null) {
                gone.add(entry.fact());
                dropped++;
            }
        }
        return gone;
    }

    /** Notes that the author took back its fact. True if that is news. */
    public boolean retract(Bytes32 event, Retraction retraction) {
        Entry known = entries.get(event);
        if (known == null) {
            return false;
        }
        Retraction first = known.retraction()
                .map(earlier -> Retraction.first(earlier, retraction))
                .orElse(retraction);
        boolean isNews = !known.retraction().equals(Optional.of(first));
        if (isNews) {
            entries.put(event, new Entry(known.fact(), Optional.of(first)));
        }
        return isNews;
    }

    /** Notes that the customer took back its request. True if that is news. */
    public boolean cancel(Retraction retraction) {
        Retraction first = cancellation
                .map(earlier -> Retraction.first(earlier, retraction))
                .orElse(retraction);
        boolean isNews = !cancellation.equals(Optional.of(first));
        cancellation = Optional.of(first);
        return isNews;
    }

    /** Puts another version of a payment in its place. True if it differs. */
    public boolean amend(Bytes32 event, UnaryOperator<PaymentProof> change) {
        Entry known = entries.get(event);
        if (known == null || !(known.fact() instanceof Fact.Payment payment)) {
            return false;
        }
        PaymentProof changed = change.apply(payment.proof());
        boolean isNews = !changed.equals(payment.proof());
        if (isNews) {
            Fact amended = payment.proved(changed);
            entries.put(event, new Entry(amended, known.retraction()));
            if (Places.isVerified(amended) != Places.isVerified(payment)) {
                places = null;
            }
        }
        return isNews;
    }

    /**
     * Payments that prove more now, after {@link #amend}, go before others that prove less.
     *
     * @return what had to leave for them
     */
    public List<Fact> proved() {
        if (entries.size() <= Places.FEWEST) {
            return List.of();
        }
        return drop(entries.values().stream()
                .map(Entry::fact)
                .filter(fact -> !places().holds(fact))
                .map(fact -> fact.source().id())
                .toList());
    }

    /** Takes the fact of this event out, as if it had never been. */
    public Optional<Entry> remove(Bytes32 event) {
        places = null;
        return Optional.ofNullable(entries.remove(event));
    }

    /** Takes the request out, as if it had never been. */
    public void forgetRequest() {
        request = Optional.empty();
        cancellation = Optional.empty();
        places = null;
    }

    /** The facts of this dossier that are about {@code event}: judgements of it and payments for it. */
    public List<Fact> about(Bytes32 event) {
        return entries.values().stream()
                .map(Entry::fact)
                .filter(fact -> target(fact).filter(event::equals).isPresent())
                .toList();
    }

    private static Optional<Bytes32> target(Fact fact) {
        return switch (fact) {
            case Fact.Judgement judgement -> Optional.of(judgement.target());
            case Fact.Payment payment -> Optional.of(payment.target());
            case Fact.Feedback feedback -> Optional.empty();
            case Fact.Result result -> Optional.empty();
        };
    }

    /** Equal when the same is known of the same job; how much was dropped is not asked. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Dossier dossier
                && id.equals(dossier.id)
                && request.equals(dossier.request)
                && cancellation.equals(dossier.cancellation)
                && entries.equals(dossier.entries);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Dossier[" + id + ", " + entries.size() + " facts]";
    }
}
