package dev.souk.marketplace.status;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Measure;
import dev.souk.marketplace.statistics.Money;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The numbers of the market, or of one job type, in one window, as an addressable event of a kind of our own. Pure;
 * thread-safe.
 *
 * <pre>
 * d          market:WINDOW, j:TYPE:WINDOW or k:KIND:WINDOW; the window follows the last colon
 * alt        a word for clients that do not know the kind (NIP-31)
 * w          1h, 24h, 7d, 30d or all
 * j or k     the type
 * period     its first second, and the first after it; left out for all time
 * requests, answered, completed, cancelled, expired, failed, disputed   jobs
 * offers, results              offers
 * unique_customers, unique_providers   people
 * fill_permille                answered, of those not cancelled before any offer
 * first_offer_p50_ms           from the request to the first word of a provider
 * p50_ms, p95_ms               from the request to the first result
 * price_p50_msat               of what was asked
 * asked_msat, claimed_msat, verified_msat   never added up; verified is left out where zaps are not verified
 * series     bucket seconds, requests of each bucket with commas, "requests"; the last bucket is the one that holds the
 *            last second of the period; at most 300
 * p          pubkey, "", results: the best-ranked providers, at most 10
 * v          the version of the rules
 * </pre>
 */
public final class AggregateEvent {
    /** The kind unless another is configured: unused by any NIP when it was chosen. */
    public static final int DEFAULT_KIND = 38_690;

    public static final int MAX_BUCKETS = 300;
    public static final int MAX_TOP = 10;

    /**
     * Requests over time.
     *
     * @param step the length of a bucket
     * @param requests of each bucket, oldest first, the empty ones included
     */
    public record Series(Granularity step, List<Long> requests) {
        public Series {
            requests = List.copyOf(requests);
        }
    }

    /** A provider, and how many results it delivered. */
    public record Top(Bytes32 provider, long results) {}

    private final int kind;
    private final ZapTrust zapTrust;

    /** @param kind addressable, so from 30000 to 39999 */
    public AggregateEvent(int kind, ZapTrust zapTrust) {
        this.kind = kind;
        this.zapTrust = zapTrust;
    }

    /** All windows, as they stand in tags. */
    public static List<String> windows() {
        return Arrays.stream(Window.values()).map(Window::wire).toList();
    }

    /** The {@code d} tag of the numbers of this type, or of the whole market. */
    public static String d(Optional<JobType> type, Window window) {
        return type.map(JobType::name).orElse("market") + ":" + window.wire();
    }

    /**
     * The event.
     *
     * @param type nothing for the whole market
     * @param top the best-ranked first
     */
    public OwnEvent of(
            Optional<JobType> type,
            Window window,
            long nowSeconds,
            Summary summary,
            Optional<Series> series,
            List<Top> top) {
        OwnTags tags = new OwnTags().add("d", d(type, window));
        tags.add("alt", "Numbers of a job market").add("w", window.wire());
        type.map(JobTypeTag::of).ifPresent(tag -> tags.add(tag.letter(), tag.value()));
        addPeriod(tags, type.<Scope>map(Scope.OfType::new).orElse(new Scope.Market()), window, nowSeconds);
        addJobs(tags, summary);
        addMoney(tags, summary);
        series.ifPresent(known -> addSeries(tags, known));
        top.stream()
                .limit(MAX_TOP)
                .forEach(one -> tags.add("p", one.provider().hex(), "", Long.toString(one.results())));
        tags.add("v", OwnEvent.RULES_VERSION);
        return OwnEvent.of(kind, tags);
    }

    private static void addPeriod(OwnTags tags, Scope scope, Window window, long nowSeconds) {
        window.start(scope, nowSeconds)
                .ifPresent(start -> window.end(scope, nowSeconds)
                        .ifPresent(end -> tags.add("period", Long.toString(start), Long.toString(end))));
    }

    private static void addJobs(OwnTags tags, Summary summary) {
        tags.add("requests", summary.count(Counter.REQUESTS))
                .add("answered", summary.count(Counter.ANSWERED))
                .add("completed", summary.count(Counter.COMPLETED))
                .add("cancelled", summary.count(Counter.CANCELLED))
                .add("expired", summary.count(Counter.EXPIRED))
                .add("failed", summary.count(Counter.FAILED))
                .add("disputed", summary.count(Counter.DISPUTED))
                .add("offers", summary.count(Counter.OFFERS))
                .add("results", summary.count(Counter.RESULTS))
                .add("unique_customers", summary.people(Group.CUSTOMERS).count())
                .add("unique_providers", summary.people(Group.PROVIDERS).count())
                .add("fill_permille", ProfileEvent.permille(summary.fillRate()))
                .add(
                        "first_offer_p50_ms",
                        summary.distribution(Measure.FIRST_OFFER).p50())
                .add("p50_ms", summary.distribution(Measure.FIRST_RESULT).p50())
                .add("p95_ms", summary.distribution(Measure.FIRST_RESULT).p95());
    }

    private void addMoney(OwnTags tags, Summary summary) {
        tags.add("price_p50_msat", summary.distribution(Measure.PRICE).p50())
                .add("asked_msat", summary.sum(Money.ASKED))
                .add("claimed_msat", summary.sum(Money.CLAIMED));
        if (zapTrust.verifies()) {
            tags.add("verified_msat", summary.sum(Money.VERIFIED));
        }
    }

    private static void addSeries(OwnTags tags, Series series) {
        List<Long> all = series.requests();
        String newest = all.subList(Math.max(0, all.size() - MAX_BUCKETS), all.size()).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        tags.addNumbers("series", Long.toString(series.step().seconds()), newest, "requests");
    }
}
