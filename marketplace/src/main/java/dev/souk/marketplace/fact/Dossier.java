package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one job, in whatever order it came. Equal sets of facts make equal dossiers: adding is idempotent,
 * and what a bound drops does not depend on the order, as long as no bound on voices or strangers is met and nothing is
 * removed.
 *
 * <p>Bounds, by voice and sort of fact. Of one voice the {@link #KEPT_OLDEST} oldest and {@link #KEPT_NEWEST} newest are
 * kept. A receipt is heard as the voice of its payer and of its signer together, for a stranger can wrap a payer's
 * signature in receipts without end, and must not push out the true one. For each sort at most {@link #MAX_VOICES}
 * strangers are heard, the first to come, and as many voices of the customer and the providers that it invites;
 * strangers together say at most {@link #MAX_STRANGER_FACTS}. Receipts that prove nothing are a sort of their own, for
 * which everybody is a stranger: whose they say they are means nothing. What is past a bound is counted in
 * {@link #dropped()} and forgotten.
 *
 * <p>Mutable; owned by one thread.
 */
public final class Dossier {
    public static final int KEPT_OLDEST = 8;
    public static final int KEPT_NEWEST = 8;
    public static final int MAX_VOICES = 128;
    public static final int MAX_STRANGER_FACTS = 2_048;

    private static final int KEPT_OF_VOICE = KEPT_OLDEST + KEPT_NEWEST;

    /** The {@link #sort} of receipts that prove nothing. */
    private static final int UNPROVEN = 4;

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

    /** How many facts there are of each voice; follows {@link #entries}. */
    private final Map<Voice, Integer> voices = new HashMap<>();

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
        entries.forEach(dossier::put);
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
        }
        return isNews;
    }

    /** What {@link #add(Fact, Optional)} did. */
    public sealed interface Added {
        /** It is in the dossier; {@code evicted} had to leave for it. */
        record Kept(Optional<Fact> evicted) implements Added {}

        /** It was there already. */
        record Known() implements Added {}

        /** It is past a bound. */
        record Dropped() implements Added {}
    }

    /** Takes a fact in, with its retraction when that came first; a retraction of what is there already counts too. */
    public Added add(Fact fact, Optional<Retraction> retraction) {
        Bytes32 event = fact.source().id();
        if (entries.containsKey(event)) {
            boolean isNews = retraction.isPresent() && retract(event, retraction.get());
            return isNews ? new Added.Kept(Optional.empty()) : new Added.Known();
        }
        Voice voice = Voice.of(fact);
        int before = voices.getOrDefault(voice, 0);
        if (before < KEPT_OF_VOICE && isPastBounds(voice, before == 0)) {
            dropped++;
            return new Added.Dropped();
        }
        put(new Entry(fact, retraction));
        if (before < KEPT_OF_VOICE) {
            return new Added.Kept(Optional.empty());
        }
        Fact middle = middle(voice);
        remove(middle.source().id());
        dropped++;
        return middle.source().id().equals(event) ? new Added.Dropped() : new Added.Kept(Optional.of(middle));
    }

    /** The one that is neither among the oldest nor among the newest of a voice that has said one fact too many. */
    private Fact middle(Voice voice) {
        List<Entry> same = new ArrayList<>(KEPT_OF_VOICE + 1);
        for (Entry entry : entries.values()) {
            if (Voice.of(entry.fact()).equals(voice)) {
                same.add(entry);
            }
        }
        same.sort(Entry.ORDER);
        return same.get(KEPT_OLDEST).fact();
    }

    private void put(Entry entry) {
        Entry before = entries.put(entry.fact().source().id(), entry);
        if (before != null) {
            forget(before);
        }
        voices.merge(Voice.of(entry.fact()), 1, Integer::sum);
    }

    private void forget(Entry entry) {
        voices.computeIfPresent(Voice.of(entry.fact()), (voice, facts) -> facts == 1 ? null : facts - 1);
    }

    private boolean isPastBounds(Voice voice, boolean isNew) {
        if (entries.size() < MAX_VOICES) {
            return false;
        }
        Set<Bytes32> invited = request.map(known -> Set.copyOf(known.targets())).orElse(Set.of());
        boolean isStranger = isStranger(voice, invited);
        int strangerFacts = 0;
        int rivals = 0;
        for (Map.Entry<Voice, Integer> other : voices.entrySet()) {
            if (isStranger(other.getKey(), invited) == isStranger) {
                strangerFacts += isStranger ? other.getValue() : 0;
                rivals += other.getKey().sort() == voice.sort() ? 1 : 0;
            }
        }
        return strangerFacts >= MAX_STRANGER_FACTS || (isNew && rivals >= MAX_VOICES);
    }

    /** True for all but the customer and the invited providers. */
    private boolean isStranger(Voice voice, Set<Bytes32> invited) {
        return request.isEmpty()
                || voice.sort() == UNPROVEN
                || (!request.get().customer().equals(voice.speaker()) && !invited.contains(voice.speaker()));
    }

    /** Whose voice it is, and who signed: they differ for receipts only. */
    private record Voice(int sort, Bytes32 speaker, Bytes32 author) {
        static Voice of(Fact fact) {
            return new Voice(Dossier.sort(fact), fact.voice(), fact.source().author());
        }
    }

    private static int sort(Fact fact) {
        return switch (fact) {
            case Fact.Feedback feedback -> 0;
            case Fact.Result result -> 1;
            case Fact.Judgement judgement -> 2;
            case Fact.Payment payment -> payment.proof().level() < PaymentProof.CLAIMED ? UNPROVEN : 3;
        };
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
            put(new Entry(known.fact(), Optional.of(first)));
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
            put(new Entry(payment.proved(changed), known.retraction()));
        }
        return isNews;
    }

    /** Takes the fact of this event out, as if it had never been. */
    public Optional<Entry> remove(Bytes32 event) {
        Entry known = entries.remove(event);
        if (known == null) {
            return Optional.empty();
        }
        forget(known);
        return Optional.of(known);
    }

    /** Takes the request out, as if it had never been. */
    public void forgetRequest() {
        request = Optional.empty();
        cancellation = Optional.empty();
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
