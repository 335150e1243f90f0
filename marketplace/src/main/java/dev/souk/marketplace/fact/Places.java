package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which facts of a job are kept when there are too many. Facts stand in places, one inside the other, from the innermost:
 *
 * <pre>
 * a statement       its author {@link #VOICE}, of strangers also: all strangers {@link #SHARED}
 * a payment         its zap request {@link #RECEIPTS}; without one its payer and recipient together {@link #VOICE}
 *                   from the payer, or from strangers, to its recipient {@link #PAIR}
 *                   when that one is a stranger, too: from the payer, or from strangers, to all strangers {@link #SHARED}
 * one that proves   as a payment between strangers, but among its like
 * nothing
 * </pre>
 *
 * Feedback, results, judgements, payments and what proves nothing have places of their own. No stranger is the customer,
 * nor one of the first {@link #MAX_INVITED} providers that it invites. Whoever pays is a stranger, too, but for the
 * customer, and for those who pay back to it.
 *
 * <p>Two hands pick facts: one goes from the oldest on, the other from the newest, both through the verified payments first;
 * each takes every fact for which no place that it stands in holds as many by the same hand as its number says. What no hand
 * takes has no place. As places are nested, a fact that was passed over once would be passed over among more facts,
 * too, so nothing has to be remembered of it, and the order of arrival does not matter. That does not hold when what is known
 * changes: of a payment that proves more now, see {@link Dossier#proved}; of people who are no strangers now, as
 * the request has come after what it invites to.
 *
 * <p>The oldest are, before all others, those whose arrival was seen, in that order: so nobody who comes later, with whatever
 * dates, takes their place.
 */
final class Places {
    static final int VOICE = 8;
    static final int RECEIPTS = 4;

    /** Of so many facts each has a place. */
    static final int FEWEST = RECEIPTS;

    static final int PAIR = 16;
    static final int SHARED = 256;
    static final int MAX_INVITED = 32;

    private static final Bytes32 ANYBODY = new Bytes32(0, 0, 0, 0);

    private static final Comparator<Placed> PROVED_FIRST = Comparator.comparing(placed -> !placed.isVerified());
    private static final Comparator<Placed> OLDEST_FIRST = PROVED_FIRST
            .thenComparing(placed -> !placed.source().isLive())
            .thenComparingLong(placed -> placed.source().seenAtMillis())
            .thenComparing(Placed::source, Source.ORDER);
    private static final Comparator<Placed> NEWEST_FIRST =
            PROVED_FIRST.thenComparing(Placed::source, Source.ORDER.reversed());

    private enum Sort {
        FEEDBACK,
        RESULT,
        JUDGEMENT,
        PAYMENT,
        UNPROVEN;

        static Sort of(Fact fact) {
            return switch (fact) {
                case Fact.Feedback feedback -> FEEDBACK;
                case Fact.Result result -> RESULT;
                case Fact.Judgement judgement -> JUDGEMENT;
                case Fact.Payment payment -> payment.proof().level() < PaymentProof.CLAIMED ? UNPROVEN : PAYMENT;
            };
        }
    }

    /** For each hand it has so many seats. */
    private record Place(Sort sort, Bytes32 from, Bytes32 to, Bytes32 one, int seats) {}

    /** A fact, and where it stands, the innermost place first. */
    private record Placed(Source source, boolean isVerified, List<Place> places) {}

    /** Whom each hand has taken for one place, the best first. */
    private record Taken(NavigableSet<Placed> oldest, NavigableSet<Placed> newest) {
        Taken() {
            this(new TreeSet<>(OLDEST_FIRST), new TreeSet<>(NEWEST_FIRST));
        }
    }

    private final Bytes32 customer;
    private final Set<Bytes32> invited;
    private final Map<Place, Taken> taken = new HashMap<>();

    Places(Optional<JobRequest> request) {
        this.customer = request.map(JobRequest::customer).orElse(ANYBODY);
        this.invited = request.map(JobRequest::targets).orElse(List.of()).stream()
                .limit(MAX_INVITED)
                .collect(Collectors.toSet());
    }

    /** Gives a fact its places. The events that have none now and had one before, or are this one. */
    List<Bytes32> add(Fact fact) {
        Placed placed = placed(fact);
        Set<Placed> out = new LinkedHashSet<>();
        take(placed, Taken::oldest).ifPresent(out::add);
        take(placed, Taken::newest).ifPresent(out::add);
        return out.stream()
                .filter(other -> !isTaken(other))
                .map(other -> other.source().id())
                .toList();
    }

    boolean holds(Fact fact) {
        return isTaken(placed(fact));
    }

    private boolean isTaken(Placed placed) {
        Taken room = taken.getOrDefault(placed.places().getLast(), new Taken());
        return room.oldest().contains(placed) || room.newest().contains(placed);
    }

    /** One hand takes a fact, and lets the worst go of the innermost place that is too full then: so the outer ones are not. */
    private Optional<Placed> take(Placed placed, Function<Taken, NavigableSet<Placed>> hand) {
        Optional<Placed> worst = Optional.empty();
        for (Place place : placed.places()) {
            NavigableSet<Placed> facts = hand.apply(taken.computeIfAbsent(place, fresh -> new Taken()));
            facts.add(placed);
            if (worst.isEmpty() && facts.size() > place.seats()) {
                worst = Optional.of(facts.last());
            }
        }
        worst.ifPresent(gone -> gone.places().forEach(place -> leave(gone, place, hand)));
        return worst;
    }

    private void leave(Placed gone, Place place, Function<Taken, NavigableSet<Placed>> hand) {
        taken.computeIfPresent(place, (key, facts) -> {
            hand.apply(facts).remove(gone);
            return facts.oldest().isEmpty() && facts.newest().isEmpty() ? null : facts;
        });
    }

    private Placed placed(Fact fact) {
        return new Placed(fact.source(), isVerified(fact), of(fact));
    }

    /** The places of a fact, the innermost first. */
    private List<Place> of(Fact fact) {
        Sort sort = Sort.of(fact);
        if (fact instanceof Fact.Payment payment) {
            return sort == Sort.PAYMENT ? ofPayment(payment) : ofUnproven(payment);
        }
        Bytes32 author = fact.source().author();
        Place voice = new Place(sort, author, ANYBODY, ANYBODY, VOICE);
        return isStranger(author) ? List.of(voice, new Place(sort, ANYBODY, ANYBODY, ANYBODY, SHARED)) : List.of(voice);
    }

    private List<Place> ofPayment(Fact.Payment payment) {
        Bytes32 payer = payment.payer();
        Bytes32 to = payment.recipient();
        boolean isOwn = payer.equals(customer) || (to.equals(customer) && invited.contains(payer));
        Bytes32 from = isOwn ? payer : ANYBODY;
        Place own = payment.proof()
                .request()
                .map(request -> new Place(Sort.PAYMENT, payer, to, request, RECEIPTS))
                .orElseGet(() -> new Place(Sort.PAYMENT, payer, to, ANYBODY, VOICE));
        Place pair = new Place(Sort.PAYMENT, from, to, ANYBODY, PAIR);
        return isStranger(to)
                ? List.of(own, pair, new Place(Sort.PAYMENT, from, ANYBODY, ANYBODY, SHARED))
                : List.of(own, pair);
    }

    private static List<Place> ofUnproven(Fact.Payment payment) {
        Bytes32 to = payment.recipient();
        return List.of(
                new Place(Sort.UNPROVEN, payment.payer(), to, payment.proof().signer(), VOICE),
                new Place(Sort.UNPROVEN, ANYBODY, to, ANYBODY, PAIR),
                new Place(Sort.UNPROVEN, ANYBODY, ANYBODY, ANYBODY, SHARED));
    }

    private boolean isStranger(Bytes32 person) {
        return !person.equals(customer) && !invited.contains(person);
    }

    /** Whether it goes before payments that are not. */
    static boolean isVerified(Fact fact) {
        return fact instanceof Fact.Payment payment && payment.proof().level() >= PaymentProof.VERIFIED;
    }
}
