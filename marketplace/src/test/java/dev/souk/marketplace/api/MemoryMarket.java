package dev.souk.marketplace.api;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.job.Proof;
import dev.souk.marketplace.job.Transition;
import dev.souk.marketplace.ledger.JobQuery;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.statistics.Bucket;
import dev.souk.marketplace.statistics.Contribution;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Tally;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A market in memory, made of jobs that a test has built; its statistics are those of the real thing. */
final class MemoryMarket implements MarketView {
    /** The time it is here. */
    static final long NOW = 1_700_000_000L / 86_400 * 86_400 + 50_000;

    private final Map<Bytes32, Job> jobs = new LinkedHashMap<>();
    private final Map<Bytes32, StoredEvent> events = new LinkedHashMap<>();
    private final Map<String, StoredEvent> published = new LinkedHashMap<>();
    private final Map<Bytes32, Fact.Payment> payments = new LinkedHashMap<>();
    private final Map<Bytes32, Bytes32> filed = new LinkedHashMap<>();
    private final Map<Bytes32, Reading.Announced> announcements = new LinkedHashMap<>();
    private final List<StatusChange> changes = new ArrayList<>();
    private final AtomicLong lookups = new AtomicLong();
    private final AtomicLong sums = new AtomicLong();
    private long forgottenUpTo;

    /** Takes these jobs in; each has changed its status once. */
    MemoryMarket with(TestJob... built) {
        for (TestJob one : built) {
            Job job = one.build();
            jobs.put(job.id(), job);
            change(job.id(), Optional.empty(), job.status());
        }
        return this;
    }

    /** Notes a change of status. */
    synchronized void change(Bytes32 job, Optional<JobStatus> from, JobStatus to) {
        String type = Optional.ofNullable(jobs.get(job))
                .flatMap(Job::request)
                .map(request -> request.type().name())
                .orElse("");
        changes.add(new StatusChange(changes.size() + 1L, job, from.map(JobStatus::wire), to.wire(), type, NOW));
    }

    /** Forgets the changes up to this number. */
    synchronized void forgetUpTo(long number) {
        forgottenUpTo = number;
    }

    /** How many summaries were made. */
    long sums() {
        return sums.get();
    }

    /** How many jobs were looked up. */
    long lookups() {
        return lookups.get();
    }

    /** Stores an event. */
    MemoryMarket stored(Event event) {
        events.put(event.id(), new StoredEvent(events.size() + 1L, event, event.json()));
        return this;
    }

    /** Stores an event that is a fact of a job. */
    MemoryMarket filed(Event event, Bytes32 job) {
        filed.put(event.id(), job);
        return stored(event);
    }

    /** Files a payment in a job. */
    MemoryMarket paid(Fact.Payment payment, Bytes32 job) {
        payments.put(payment.source().id(), payment);
        filed.put(payment.source().id(), job);
        return this;
    }

    /** A provider tells of itself. */
    MemoryMarket announced(Reading.Announced announced) {
        announcements.put(announced.source().author(), announced);
        return this;
    }

    /** Publishes an event under the relay's key. */
    MemoryMarket published(Event event) {
        String address = event.kind() + ":" + event.firstValue("d").orElse("");
        published.put(address, new StoredEvent(1_000L + published.size(), event, event.json()));
        return this;
    }

    @Override
    public long nowSeconds() {
        return NOW;
    }

    @Override
    public Optional<Job> job(Bytes32 id) {
        lookups.incrementAndGet();
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public List<Transition> history(Bytes32 id) {
        return job(id).stream()
                .flatMap(job -> job.request().stream().flatMap(request -> transitions(job, request).stream()))
                .toList();
    }

    private static List<Transition> transitions(Job job, JobRequest request) {
        Transition asked = new Transition(
                request.source().at(),
                Optional.empty(),
                JobStatus.REQUESTED,
                new Proof("job.requested", Optional.of(job.id())));
        if (job.status() == JobStatus.REQUESTED) {
            return List.of(asked);
        }
        Transition changed =
                new Transition(request.source().at() + 60, Optional.of(JobStatus.REQUESTED), job.status(), job.proof());
        return List.of(asked, changed);
    }

    @Override
    public JobPage jobs(JobQuery query) {
        List<Job> all = jobs.values().stream()
                .filter(job ->
                        job.request().isPresent() && isWanted(job, job.request().get(), query))
                .sorted(order(query.sort()))
                .toList();
        return page(all, query.cursor(), query.limit(), JobPage::new);
    }

    private static boolean isWanted(Job job, JobRequest request, JobQuery query) {
        long at = request.source().at();
        return query.type().filter(type -> !type.equals(request.type())).isEmpty()
                && (query.kind().isEmpty()
                        || query.kind().getAsInt() == request.source().kind())
                && (query.statuses().isEmpty() || query.statuses().contains(job.status()))
                && query.isOpen().filter(open -> open != job.isOpen()).isEmpty()
                && query.customer()
                        .filter(person -> !person.equals(request.customer()))
                        .isEmpty()
                && query.provider().filter(person -> !isOf(job, person)).isEmpty()
                && bid(request) >= query.minBidMsat().orElse(Long.MIN_VALUE)
                && at >= query.since().orElse(0)
                && at <= query.until().orElse(Long.MAX_VALUE)
                && (query.sort() != JobQuery.Sort.BID || request.bid().isPresent());
    }

    private static boolean isOf(Job job, Bytes32 provider) {
        return job.offers().stream().anyMatch(offer -> offer.provider().equals(provider));
    }

    private static long bid(JobRequest request) {
        return request.bid().map(offered -> offered.msat()).orElse(-1L);
    }

    private static Comparator<Job> order(JobQuery.Sort sort) {
        Comparator<Job> byTime = Comparator.comparingLong(
                job -> job.request().orElseThrow().source().at());
        return switch (sort) {
            case NEWEST -> byTime.reversed();
            case OLDEST -> byTime;
            case BID ->
                Comparator.comparingLong((Job job) -> bid(job.request().orElseThrow()))
                        .reversed();
        };
    }

    /** The cursors of this market are places in the list. */
    private static <T, P> P page(
            List<T> all, Optional<String> cursor, int limit, BiFunction<List<T>, Optional<String>, P> page) {
        int from = cursor.map(MemoryMarket::place).orElse(0);
        int to = Math.min(all.size(), from + limit);
        return page.apply(
                all.subList(Math.min(from, to), to), to < all.size() ? Optional.of("at-" + to) : Optional.empty());
    }

    private static int place(String cursor) {
        if (!cursor.matches("at-[0-9]{1,6}")) {
            throw new BadCursorException("jobs");
        }
        return Integer.parseInt(cursor.substring(3));
    }

    @Override
    public boolean isDelivered(Bytes32 id) {
        return job(id).filter(Job::isDelivered).isPresent();
    }

    @Override
    public List<Bytes32> dependents(Bytes32 id, int max) {
        return jobs.values().stream()
                .filter(job -> job.request()
                        .filter(request -> request.dependsOn().contains(id))
                        .isPresent())
                .map(Job::id)
                .limit(max)
                .toList();
    }

    @Override
    public Summary summary(Scope scope, Window window) {
        sums.incrementAndGet();
        return numbers(scope, window);
    }

    private Summary numbers(Scope scope, Window window) {
        return sum(scope, window.cover(scope, NOW));
    }

    private Summary sum(Scope scope, List<Bucket> buckets) {
        Tally tally = new Tally();
        contributions(scope).stream()
                .filter(one -> buckets.stream().anyMatch(bucket -> bucket.contains(one.at())))
                .forEach(one -> tally.add(one, scope));
        return tally.summary();
    }

    /** Jobs count under their type, and under the kind of their request. */
    private List<Contribution> contributions(Scope scope) {
        return jobs.values().stream()
                .flatMap(job -> Contribution.of(job).stream().map(one -> switch (scope) {
                    case Scope.OfType(JobType type) when type.equals(kindOf(job)) -> one.countedAs(type);
                    default -> one;
                }))
                .filter(one -> one.isIn(scope))
                .toList();
    }

    private static JobType kindOf(Job job) {
        return JobType.ofKind(job.request().orElseThrow().source().kind());
    }

    @Override
    public List<Point> series(Scope scope, Granularity granularity, long from, long to) {
        List<Point> points = new ArrayList<>();
        for (long at = granularity.floor(from); at < to; at += granularity.seconds()) {
            points.add(new Point(at, sum(scope, List.of(new Bucket(granularity, at)))));
        }
        return points;
    }

    @Override
    public ProviderPage providers(Optional<JobType> type, Optional<String> cursor, int limit) {
        List<Provider> all = offers().map(Offer::provider)
                .distinct()
                .filter(who -> type.isEmpty() || typesOf(who, Integer.MAX_VALUE).contains(type.get()))
                .map(who -> provider(who, type))
                .sorted(Comparator.comparingDouble(
                                (Provider who) -> who.month().providerScore().value())
                        .reversed())
                .toList();
        return page(all, cursor, limit, ProviderPage::new);
    }

    @Override
    public RankedPage ranked(Optional<String> cursor, int limit) {
        ProviderPage page = providers(Optional.empty(), cursor, limit);
        Stream<Ranked> ranked = page.providers().stream().map(one -> new Ranked(one.pubkey(), one.lastSeen()));
        return new RankedPage(ranked.toList(), page.cursor());
    }

    @Override
    public List<Reading.Announced> announcements(Bytes32 provider) {
        return Optional.ofNullable(announcements.get(provider)).stream().toList();
    }

    @Override
    public Predicate<Bytes32> deliverersOf(JobType type) {
        Tally tally = new Tally();
        Scope scope = new Scope.OfType(type);
        contributions(scope).forEach(one -> tally.add(one, scope));
        return who -> tally.mayContain(Group.DELIVERERS, who);
    }

    private Stream<Offer> offers() {
        return jobs.values().stream().flatMap(job -> job.offers().stream());
    }

    @Override
    public Optional<Provider> provider(Bytes32 pubkey) {
        return offers().anyMatch(offer -> offer.provider().equals(pubkey))
                ? Optional.of(provider(pubkey, Optional.empty()))
                : Optional.empty();
    }

    private Provider provider(Bytes32 pubkey, Optional<JobType> type) {
        Scope scope =
                type.<Scope>map(one -> new Scope.OfTypeAndProvider(one, pubkey)).orElse(new Scope.OfProvider(pubkey));
        OptionalLong lastSeen = offers().filter(offer -> offer.provider().equals(pubkey))
                .flatMap(offer -> offer.firstSaid().stream())
                .mapToLong(Source::at)
                .max();
        return new Provider(
                pubkey,
                numbers(scope, Window.LAST_MONTH),
                numbers(scope, Window.ALL),
                announcements(pubkey),
                lastSeen,
                OptionalInt.of(500));
    }

    @Override
    public List<JobType> typesOf(Bytes32 provider, int max) {
        return jobs.values().stream()
                .filter(job -> isOf(job, provider))
                .flatMap(job -> job.request().stream())
                .map(JobRequest::type)
                .distinct()
                .limit(max)
                .toList();
    }

    @Override
    public TypePage types(Optional<String> cursor, int limit) {
        return page(rows(job -> job.request().orElseThrow().type()), cursor, limit, TypePage::new);
    }

    @Override
    public List<TypeRow> kinds(int max) {
        return rows(MemoryMarket::kindOf).stream().limit(max).toList();
    }

    private List<TypeRow> rows(Function<Job, JobType> type) {
        Map<JobType, Long> lastAsked = new TreeMap<>();
        jobs.values().stream()
                .filter(job -> job.request().isPresent())
                .forEach(job -> lastAsked.merge(
                        type.apply(job), job.request().orElseThrow().source().at(), Math::max));
        return lastAsked.entrySet().stream()
                .map(row -> new TypeRow(row.getKey(), row.getValue()))
                .sorted(Comparator.comparingLong(TypeRow::lastAsked).reversed())
                .toList();
    }

    @Override
    public boolean isType(JobType type) {
        return rows(job -> job.request().orElseThrow().type()).stream()
                .anyMatch(row -> row.type().equals(type));
    }

    @Override
    public Optional<StoredEvent> published(int kind, String d) {
        return Optional.ofNullable(published.get(kind + ":" + d));
    }

    @Override
    public Optional<StoredEvent> event(Bytes32 id) {
        return Optional.ofNullable(events.get(id));
    }

    @Override
    public Optional<Bytes32> jobOf(Bytes32 event) {
        return Optional.ofNullable(filed.get(event));
    }

    @Override
    public Optional<Fact.Payment> payment(Bytes32 event) {
        return Optional.ofNullable(payments.get(event));
    }

    @Override
    public synchronized StatusChanges statusChanges(long after, int max) {
        List<StatusChange> kept = changes.stream()
                .filter(change -> change.number() > Math.max(after, forgottenUpTo))
                .limit(max)
                .toList();
        return new StatusChanges(kept, after < forgottenUpTo);
    }

    @Override
    public synchronized long lastStatusChange() {
        return changes.size();
    }
}
