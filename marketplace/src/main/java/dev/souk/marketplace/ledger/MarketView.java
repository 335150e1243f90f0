package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.Transition;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** What can be asked of the market. Thread-safe; every answer is made of what was committed when it was asked. */
public interface MarketView {
    /** The relay's clock, Unix seconds. */
    long nowSeconds();

    /** The job as it stands now, if anything is known of it. */
    Optional<Job> job(Bytes32 id);

    /** Every change of its status, oldest first, with the event and the rule that prove it; empty when it is unknown. */
    List<Transition> history(Bytes32 id);

    /**
     * One page of jobs whose request is known.
     *
     * @throws BadCursorException when the cursor is none that a page of this view gave
     */
    JobPage jobs(JobQuery query);

    /** True when work stands that was handed over for the job, whether its request is known or not. Costs one look. */
    boolean isDelivered(Bytes32 id);

    /** The jobs that have {@code id} as an input, at most {@code max}. */
    List<Bytes32> dependents(Bytes32 id, int max);

    /** The numbers of a scope in a window that ends now. */
    Summary summary(Scope scope, Window window);

    /** The numbers of each bucket of {@code granularity} from {@code from} to before {@code to}, empty ones included. */
    List<Point> series(Scope scope, Granularity granularity, long from, long to);

    /**
     * One bucket of a series.
     *
     * @param start Unix seconds
     */
    record Point(long start, Summary summary) {}

    /**
     * Providers: first those who have made an offer, the best first, then those who only announce themselves or say that
     * they are there, the ones who did so last first, by days. Of all work, or of one type, their numbers then being those
     * of that type; {@code cursor} is where the page before ended.
     *
     * @throws BadCursorException when the cursor is none that a page of this view gave
     */
    ProviderPage providers(Optional<JobType> type, Optional<String> cursor, int limit);

    /**
     * Those who have made an offer, the best first, without their numbers, which cost a hundred times as much.
     *
     * @throws BadCursorException when the cursor is none that a page of this view gave
     */
    RankedPage ranked(Optional<String> cursor, int limit);

    /** What a provider tells of itself. */
    List<Reading.Announced> announcements(Bytes32 provider);

    /** One provider, if it ever offered or announced anything, or gave a sign of life such as only providers give. */
    Optional<Provider> provider(Bytes32 pubkey);

    /**
     * Types that have been asked for, the most recently asked first.
     *
     * @throws BadCursorException when the cursor is none that a page of this view gave
     */
    TypePage types(Optional<String> cursor, int limit);

    /**
     * Kinds of requests, as the types {@code k:<kind>}, the most recently asked first, at most {@code max}. A summary of
     * {@code OfType(k:<kind>)} counts every request of that kind, whether it carries a {@code j} tag or not; so the sums
     * over all kinds are those of the market.
     */
    List<TypeRow> kinds(int max);

    /** The types of work in which this provider said something, at most {@code max}, in any order. */
    List<JobType> typesOf(Bytes32 provider, int max);

    /**
     * Tells who has delivered work of this type, at any time: false for who has not. Where more have than can be told
     * apart it is true of some who have not, too. A kind counts as a type here, as in {@link #kinds}.
     */
    Predicate<Bytes32> deliverersOf(JobType type);

    /** True when jobs of this type were asked for. */
    boolean isType(JobType type);

    /** What the relay has published under its key at this address, as stored, if anybody may see it. */
    Optional<StoredEvent> published(int kind, String d);

    /** A stored event, such as a receipt, if anybody may see it. */
    Optional<StoredEvent> event(Bytes32 id);

    /** The job in which the fact of this event is filed. */
    Optional<Bytes32> jobOf(Bytes32 event);

    /**
     * The payment that was read from this event, as it is filed in the job that {@link #jobOf} names: with the level it
     * has reached by now, and counted or not. Nothing when it is filed nowhere, or was read as something else.
     */
    Optional<Fact.Payment> payment(Bytes32 event);

    /** Changes of status after number {@code after}, oldest first. */
    StatusChanges statusChanges(long after, int max);

    /** The number of the newest change of status; 0 when there was none. */
    long lastStatusChange();

    /** A cursor that the view never gave. One that it gave stays good, whatever changes meanwhile. */
    final class BadCursorException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** The exception for a cursor of a list of {@code what}. */
        public BadCursorException(String what) {
            super("no cursor of a list of " + what);
        }
    }

    /**
     * Jobs of a page, and where the next one begins.
     *
     * @param cursor opaque; nothing when there is no more. A page may be short, even empty, when the search for matches
     *     reached its budget: the cursor then goes on
     */
    record JobPage(List<Job> jobs, Optional<String> cursor) {
        public JobPage {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A provider.
     *
     * @param month its last 30 days, {@code all} everything
     * @param announcements what it tells of itself (NIP-89)
     * @param lastSeen its newest sign of life, Unix seconds; nothing when it gave none, or that is long forgotten
     * @param uptimePermille five-minute slots with a sign of life, of those since it was first seen, at most 30 days;
     *     nothing as long as none of them is over
     */
    record Provider(
            Bytes32 pubkey,
            Summary month,
            Summary all,
            List<Reading.Announced> announcements,
            OptionalLong lastSeen,
            OptionalInt uptimePermille) {
        public Provider {
            announcements = List.copyOf(announcements);
        }
    }

    /** Providers of a page, and where the next one begins; a page may be short, even empty, and the cursor go on. */
    record ProviderPage(List<Provider> providers, Optional<String> cursor) {
        public ProviderPage {
            providers = List.copyOf(providers);
        }
    }

    /**
     * A place among providers.
     *
     * @param lastSeen as in {@link Provider}
     */
    record Ranked(Bytes32 pubkey, OptionalLong lastSeen) {}

    /** Places of a page, and where the next one begins. */
    record RankedPage(List<Ranked> providers, Optional<String> cursor) {
        public RankedPage {
            providers = List.copyOf(providers);
        }
    }

    /**
     * A type of work.
     *
     * @param lastAsked Unix seconds
     */
    record TypeRow(JobType type, long lastAsked) {}

    /** Types of a page, and where the next one begins. */
    record TypePage(List<TypeRow> types, Optional<String> cursor) {
        public TypePage {
            types = List.copyOf(types);
        }
    }

    /**
     * One change of a job's status.
     *
     * @param number rises by one with each change
     * @param from the status before, empty for the first
     * @param at Unix seconds
     */
    record StatusChange(long number, Bytes32 job, Optional<String> from, String to, String type, long at) {}

    /**
     * Changes of status.
     *
     * @param isTruncated some that came after the number asked for are forgotten
     */
    record StatusChanges(List<StatusChange> changes, boolean isTruncated) {
        public StatusChanges {
            changes = List.copyOf(changes);
        }
    }
}
