package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    private static final Comparator<Placed> PROVED_FIRST = Comparator.comparing(placed -> !isVerified(placed.fact()));
    private static final Comparator<Placed> OLDEST_FIRST = PROVED_FIRST
            .thenComparing(placed -> !placed.fact().source().isLive())
            .thenComparingLong(placed -> placed.fact().source().seenAtMillis())
            .thenComparing(placed -> placed.fact().source(), Source.ORDER);
    private static final Comparator<Placed> NEWEST_FIRST =
            PROVED_FIRST.thenComparing(placed -> placed.fact().source(), Source.ORDER.reversed());

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
    private record Placed(Fact fact, List<Place> places) {
        Place room() {
            return places.getLast();
        }
    }

    /** The facts of one outermost place, as each hand goes through them. */
    private record Room(TreeSet<Placed> oldestFirst, TreeSet<Placed> newestFirst) {
        Room() {
            this(new TreeSet<>(OLDEST_FIRST), new TreeSet<>(NEWEST_FIRST));
        }

        void add(Placed placed) {
            oldestFirst.add(placed);
            newestFirst.add(placed);
        }

        void remove(Placed placed) {
            oldestFirst.remove(placed);
            newestFirst.remove(placed);
        }

        List<Fact> surplus() {
            Set<Bytes32> kept = new HashSet<>();
            pick(oldestFirst, kept);
            pick(newestFirst, kept);
            return oldestFirst.stream()
                    .map(Placed::fact)
                    .filter(fact -> !kept.contains(fact.source().id()))
                    .toList();
        }

        private static void pick(Iterable<Placed> bestFirst, Set<Bytes32> kept) {
            Map<Place, Integer> taken = new HashMap<>();
            for (Placed placed : bestFirst) {
                if (placed.places().stream().allMatch(place -> taken.getOrDefault(place, 0) < place.seats())) {
                    placed.places().forEach(place -> taken.merge(place, 1, Integer::sum));
                    kept.add(placed.fact().source().id());
                }
            }
        }
    }

    private final Bytes32 customer;
    private final Set<Bytes32> invited;
    private final Map<Place, Room> rooms = new HashMap<>();

    Places(Optional<JobRequest> request) {
        this.customer = request.map(JobRequest::customer).orElse(ANYBODY);
        this.invited = request.map(JobRequest::targets).orElse(List.of()).stream()
                .limit(MAX_INVITED)
                .collect(Collectors.toSet());
    }

    void add(Fact fact) {
        Placed placed = placed(fact);
        rooms.computeIfAbsent(placed.room(), room -> new Room()).add(placed);
    }

    void remove(Fact fact) {
        Placed placed = placed(fact);
        rooms.computeIfPresent(placed.room(), (place, room) -> {
            room.remove(placed);
            return room.oldestFirst().isEmpty() ? null : room;
        });
    }

    /** The facts that have no place, of those that compete with this one, which may be among them. */
    List<Fact> surplus(Fact fact) {
        Room room = rooms.getOrDefault(placed(fact).room(), new Room());
        return room.oldestFirst().size() <= FEWEST ? List.of() : room.surplus();
    }

    private Placed placed(Fact fact) {
        return new Placed(fact, of(fact));
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

    private static boolean isVerified(Fact fact) {
        return fact instanceof Fact.Payment payment && payment.proof().level() >= PaymentProof.VERIFIED;
    }
}
