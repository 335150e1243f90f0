package dev.souk.marketplace.dialect;

import dev.souk.marketplace.dialect.JobDialect.Part;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Event;
import java.util.Optional;

/** Which era an event belongs to, by its kind, and where eras share one by its tags. */
final class Eras {
    private final BidUnits units;
    private final DraftDialect draft;
    private final RevisedDialect revised;
    private final ForkDialect fork;
    private final Kinds65Dialect kinds65;
    private final Nip90Dialect nip90;

    Eras(DialectSettings settings, Invoices invoices) {
        Prices prices = new Prices(invoices);
        this.units = new BidUnits(settings);
        this.draft = new DraftDialect(units, prices);
        this.revised = new RevisedDialect(units, prices);
        this.fork = new ForkDialect(prices);
        this.kinds65 = new Kinds65Dialect(prices);
        this.nip90 = new Nip90Dialect(prices);
    }

    /** What an event of a job kind is. */
    sealed interface Role {
        /** It plays a part, and this dialect reads it. */
        record Playing(JobDialect dialect, Part part) implements Role {}

        /** It breaks a rule without which it means nothing. */
        record Broken(String reason) implements Role {}
    }

    /** The role of an event; nothing when its kind has none, or nothing but its kind suggests one. */
    Optional<Role> roleOf(Tags tags) {
        int kind = tags.event().kind();
        return switch (kind) {
            case MarketKinds.JOB_REQUEST -> Optional.of(sharedKind(tags));
            case MarketKinds.FORK_REQUEST -> Optional.of(typed(tags, fork));
            case MarketKinds.JOB_RESULT -> playing(eraOfResult(tags), Part.RESULT);
            case MarketKinds.JOB_FEEDBACK, MarketKinds.REACTION -> playing(revised, Part.FEEDBACK);
            case MarketKinds.FORK_FEEDBACK -> playing(fork, Part.FEEDBACK);
            case MarketKinds.KINDS_65_RESULT -> playing(kinds65, Part.RESULT);
            case MarketKinds.KINDS_65_FEEDBACK -> playing(kinds65, Part.FEEDBACK);
            case MarketKinds.NIP90_FEEDBACK -> playing(nip90, Part.FEEDBACK);
            default -> inRange(kind);
        };
    }

    /** The request that an event is, wherever it was found; it was not seen here itself, so its arrival is unknown. */
    Optional<JobRequest> recovered(Event event) {
        Tags tags = new Tags(event);
        if (!MarketKinds.isRequest(event.kind())
                || !(roleOf(tags).orElseThrow() instanceof Role.Playing(var dialect, var part))
                || part != Part.REQUEST) {
            return Optional.empty();
        }
        Source source = new Source(event.id(), event.kind(), event.pubkey(), event.createdAt(), Source.HISTORY);
        return Optional.of(dialect.request(tags, source, true));
    }

    private Optional<Role> inRange(int kind) {
        if (MarketKinds.isNip90Request(kind)) {
            return playing(nip90, Part.REQUEST);
        }
        if (MarketKinds.isNip90Result(kind) || MarketKinds.isAddressableResult(kind)) {
            return playing(nip90, Part.RESULT);
        }
        return MarketKinds.isKinds65Request(kind) ? playing(kinds65, Part.REQUEST) : Optional.empty();
    }

    private static Optional<Role> playing(JobDialect dialect, Part part) {
        return Optional.of(new Role.Playing(dialect, part));
    }

    /** 68001 asks for a job when it names a type; the fork answers with it, which names an event and no type. */
    private Role sharedKind(Tags tags) {
        if (tags.has("j")) {
            return typed(tags, units.of(tags).unit().equals("sat") ? draft : revised);
        }
        return tags.has("e") ? new Role.Playing(fork, ForkDialect.partOfResultKind(tags)) : new Role.Broken("no-type");
    }

    private static Role typed(Tags tags, JobDialect dialect) {
        long types = tags.count("j");
        if (types == 1) {
            return new Role.Playing(dialect, Part.REQUEST);
        }
        return new Role.Broken(types == 0 ? "no-type" : "many-j");
    }

    private JobDialect eraOfResult(Tags tags) {
        return tags.has("payment") && !tags.has("amount") ? draft : revised;
    }
}
