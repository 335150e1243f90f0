package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.MarketView.TypeRow;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What DVMDash tells that nobody else asks for. Every search has a bound, told where it strikes. */
final class DvmdashFigures {
    /** More kinds than there can be in the ranges of all eras. */
    static final int MAX_KINDS = 4_096;

    /** Kinds among which the leading ones are looked for: those that were asked for last. */
    static final int MAX_COMPARED_KINDS = 256;

    /** Providers that are looked at, the best first. */
    static final int MAX_PROVIDERS = 2_000;

    private static final int PAGE = 500;

    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final MarketView view;

    DvmdashFigures(MarketView view) {
        this.view = view;
    }

    /** A time with its zone, which is UTC. */
    static String instant(long seconds) {
        return INSTANT.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
    }

    /** The label of a point of a series, in UTC. */
    static String time(long seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
    }

    /** How long the points of a series are; people are counted by days only. */
    static Granularity bucket(Scope scope, Window window) {
        Granularity wanted = switch (window) {
            case LAST_HOUR -> Granularity.FIVE_MINUTES;
            case LAST_DAY, LAST_WEEK -> Granularity.HOUR;
            case LAST_MONTH, ALL -> Granularity.DAY;
        };
        Granularity finest = scope.granularities().getFirst();
        return finest.compareTo(wanted) > 0 ? finest : wanted;
    }

    /** All kinds that were ever asked for. */
    List<TypeRow> kinds() {
        return view.kinds(MAX_KINDS);
    }

    /** The kinds that were asked for in the window. */
    List<TypeRow> activeKinds(Window window) {
        long start = window.start(new Scope.Market(), view.nowSeconds()).orElse(0);
        return kinds().stream().filter(row -> row.lastAsked() >= start).toList();
    }

    /** The numbers of a provider. */
    Summary summary(Bytes32 provider, Window window) {
        return view.summary(new Scope.OfProvider(provider), window);
    }

    /**
     * Providers that were heard of in the window, the best first; past {@link #MAX_PROVIDERS} none are found. Their numbers
     * are for the caller to ask for, of those that it shows: the way to an offset passes all before it.
     */
    List<MarketView.Ranked> activeProviders(Window window, int limit, int offset) {
        long start = window.start(new Scope.Market(), view.nowSeconds()).orElse(0);
        return ranked().filter(provider -> provider.lastSeen().orElse(Long.MIN_VALUE) >= start)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    /** Those who may have delivered work of a kind, the best first: see {@link MarketView#deliverersOf}. */
    List<Bytes32> deliverers(JobType kind, int limit) {
        return ranked().map(MarketView.Ranked::pubkey)
                .filter(view.deliverersOf(kind))
                .limit(limit)
                .toList();
    }

    /** The best {@link #MAX_PROVIDERS}, read as far as they are looked at. */
    private Stream<MarketView.Ranked> ranked() {
        return Stream.iterate(
                        Optional.of(view.ranked(Optional.empty(), PAGE)),
                        Optional::isPresent,
                        page -> page.get().cursor().map(next -> view.ranked(Optional.of(next), PAGE)))
                .limit(MAX_PROVIDERS / PAGE)
                .flatMap(page -> page.orElseThrow().providers().stream());
    }

    /**
     * Who and what leads in a window. Of equals the one with the lowest number or the better rank.
     *
     * @param kinds how many kinds were asked for
     * @param provider with the most answers and offers, of the {@link #PAGE} best
     * @param kind with the most requests and answers
     * @param competitiveKind with the most providers who delivered
     */
    record Leaders(int kinds, Optional<Bytes32> provider, OptionalInt kind, OptionalInt competitiveKind) {}

    /** See {@link Leaders}. */
    Leaders leaders(Window window) {
        List<TypeRow> active = activeKinds(window);
        OptionalInt kind = OptionalInt.empty();
        OptionalInt competitive = OptionalInt.empty();
        long most = 0;
        long mostDeliverers = 0;
        for (TypeRow row :
                active.stream().limit(MAX_COMPARED_KINDS).sorted(BY_NUMBER).toList()) {
            Summary summary = view.summary(new Scope.OfType(row.type()), window);
            if (events(summary, Counter.REQUESTS) > most) {
                most = events(summary, Counter.REQUESTS);
                kind = Paths.kind(row.type());
            }
            if (summary.people(Group.DELIVERERS).count() > mostDeliverers) {
                mostDeliverers = summary.people(Group.DELIVERERS).count();
                competitive = Paths.kind(row.type());
            }
        }
        return new Leaders(active.size(), busiest(window), kind, competitive);
    }

    private static final java.util.Comparator<TypeRow> BY_NUMBER =
            java.util.Comparator.comparingInt(row -> Paths.kind(row.type()).orElse(0));

    private static long events(Summary summary, Counter other) {
        return summary.count(Counter.RESULTS) + summary.count(other);
    }

    private Optional<Bytes32> busiest(Window window) {
        Optional<Bytes32> busiest = Optional.empty();
        long most = 0;
        for (MarketView.Ranked provider : activeProviders(window, PAGE, 0)) {
            long events = events(summary(provider.pubkey(), window), Counter.OFFERS);
            if (events > most) {
                most = events;
                busiest = Optional.of(provider.pubkey());
            }
        }
        return busiest;
    }
}
