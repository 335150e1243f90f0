package dev.souk.marketplace.dialect;

import dev.souk.marketplace.dialect.Eras.Role;
import dev.souk.marketplace.dialect.JobDialect.Part;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.crypto.EventVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads what events of any era mean to the marketplace. It sees all of the relay's traffic: what is none of its business
 * costs a look at the kind. The events' own ids and signatures are taken for checked. Never throws, whatever an event
 * holds; thread-safe as far as what it was given is.
 */
public final class MarketReader {
    private static final Reading NO_JOB = new Reading.Useless("no-job");
    private static final Reading BAD_REVIEW = new Reading.Useless("bad-review");
    private static final Reading BAD_PAYMENT = new Reading.Useless("bad-payment");
    private static final Reading BAD_REQUEST = new Reading.Useless("bad-request");
    private static final Reading BAD_AMOUNT = new Reading.Useless("bad-amount");

    private final Eras eras;
    private final Links links;
    private final Payments payments;

    /**
     * @param verifier checks requests inside other events, at most one for each event
     * @param isKnownRequest true for ids of requests that are known already, and need no recovery
     * @param isBanned true for requests that must not be recovered
     */
    public MarketReader(
            DialectSettings settings,
            EventVerifier verifier,
            Invoices invoices,
            Payments payments,
            Predicate<Bytes32> isKnownRequest,
            Predicate<Event> isBanned) {
        this.eras = new Eras(settings, invoices);
        this.links = new Links(verifier, eras, isKnownRequest, isBanned);
        this.payments = payments;
    }

    /** What {@code signer} says was paid to {@code recipient}. */
    public static Filter receipts(Bytes32 recipient, Bytes32 signer) {
        return Filter.builder()
                .kinds(MarketKinds.ZAP_RECEIPT)
                .authors(signer)
                .tag('p', recipient.hex())
                .build();
    }

    /** True when an event of this kind may mean something: most need not even be parsed. */
    public static boolean concerns(int kind) {
        return MarketKinds.isJobKind(kind) || MarketKinds.isAround(kind);
    }

    /** True for the kinds of results that have an address, by which they may be named. */
    public static boolean isAddressableResult(int kind) {
        return MarketKinds.isAddressableResult(kind);
    }

    /** What {@code event} means, when it arrives at {@code nowMillis} (Unix milliseconds): mostly nothing. */
    public List<Reading> read(Event event, long nowMillis) {
        int kind = event.kind();
        if (MarketKinds.isAround(kind)) {
            return around(new Tags(event), source(event, nowMillis));
        }
        return MarketKinds.isJobKind(kind) ? job(new Tags(event), source(event, nowMillis)) : List.of();
    }

    private static Source source(Event event, long nowMillis) {
        return Source.arriving(event.id(), event.kind(), event.pubkey(), event.createdAt(), nowMillis);
    }

    /** What goes on around jobs, in kinds that mostly mean something else. */
    private List<Reading> around(Tags tags, Source source) {
        Optional<? extends Reading> reading = switch (source.kind()) {
            case MarketKinds.PROFILE -> Announcements.profile(tags, source);
            case MarketKinds.DELETION -> takenBack(tags, source);
            case MarketKinds.VANISH -> Optional.of(new Reading.Vanished(source));
            case MarketKinds.REACTION -> reaction(tags, source);
            case MarketKinds.RATING -> Opinions.review(tags, source).map(MarketReader::about);
            case MarketKinds.REVIEW -> review(tags, source);
            case MarketKinds.NUTZAP, MarketKinds.ZAP_RECEIPT -> paid(tags, source);
            case MarketKinds.HANDLER -> Announcements.handler(tags, source);
            default -> Optional.of(new Reading.Beat(source));
        };
        return reading.<List<Reading>>map(List::of).orElse(List.of());
    }

    private static Reading about(Fact.Judgement judgement) {
        return new Reading.About(judgement, judgement.target());
    }

    /** The kind is the market's own; other ratings rate in their own ways. */
    private static Optional<Reading> review(Tags tags, Source source) {
        Optional<Reading> review = Opinions.review(tags, source).map(MarketReader::about);
        return review.isPresent() || tags.meansOnlyOther(MarketKinds::isJobKind) ? review : Optional.of(BAD_REVIEW);
    }

    /** One that names no event, such as a zap of a profile, is none of the market's business. */
    private Optional<Reading> paid(Tags tags, Source source) {
        Optional<Reading> paid =
                payments.read(tags.event(), source).map(payment -> new Reading.About(payment, payment.target()));
        return paid.isPresent() || !tags.has("e") ? paid : Optional.of(BAD_PAYMENT);
    }

    private static Optional<Reading> takenBack(Tags tags, Source source) {
        if (tags.meansOnlyOther(MarketKinds::makesFacts)) {
            return Optional.empty();
        }
        List<Bytes32> targets = tags.ids("e", Long.MAX_VALUE);
        return targets.isEmpty() ? Optional.empty() : Optional.of(new Reading.TakenBack(source, targets));
    }

    /** A revision of July 2023 gave feedback by reactions: those have a status. */
    private Optional<? extends Reading> reaction(Tags tags, Source source) {
        if (!tags.has("status")) {
            return Opinions.reaction(tags, source).map(MarketReader::about);
        }
        return tags.meansOnlyOther(MarketKinds::isJobKind)
                ? Optional.empty()
                : job(tags, source).stream()
                        .filter(reading -> !reading.equals(NO_JOB))
                        .findFirst();
    }

    private List<Reading> job(Tags tags, Source source) {
        return eras.roleOf(tags)
                .map(role -> switch (role) {
                    case Role.Broken(var reason) -> List.<Reading>of(new Reading.Useless(reason));
                    case Role.Playing(var dialect, var part)
                    when part == Part.REQUEST -> asked(dialect.request(tags, source, false), tags);
                    case Role.Playing(var dialect, var part) -> said(dialect, part, tags, source);
                })
                .orElse(List.of());
    }

    private List<Reading> said(JobDialect dialect, Part part, Tags tags, Source source) {
        if (isPong(tags)) {
            return List.of(new Reading.Beat(source));
        }
        Optional<Link> link = links.read(tags, source);
        if (link.isEmpty()) {
            return MarketKinds.isAddressableResult(source.kind()) ? List.of() : List.of(NO_JOB);
        }
        Fact fact = part == Part.RESULT ? dialect.result(tags, source) : dialect.feedback(tags, source);
        List<Reading> readings = new ArrayList<>(List.of(new Reading.Said(fact, link.get())));
        if (tags.has("request") && link.get().embedded().isEmpty()) {
            readings.add(BAD_REQUEST);
        }
        if (tags.has("amount") && price(fact).isEmpty()) {
            readings.add(BAD_AMOUNT);
        }
        return readings;
    }

    private static List<Reading> asked(JobRequest request, Tags tags) {
        Reading asked = new Reading.Asked(request);
        return tags.has("bid") && request.bid().isEmpty() ? List.of(asked, BAD_AMOUNT) : List.of(asked);
    }

    private static Optional<Price> price(Fact fact) {
        return switch (fact) {
            case Fact.Feedback feedback -> feedback.price();
            case Fact.Result result -> result.price();
            case Fact.Judgement judgement -> Optional.empty();
            case Fact.Payment payment -> Optional.empty();
        };
    }

    /** The answer to a ping, in the clothes of a feedback. */
    private static boolean isPong(Tags tags) {
        return tags.event().kind() == MarketKinds.NIP90_FEEDBACK
                && tags.first("status").filter("pong"::equals).isPresent();
    }
}
