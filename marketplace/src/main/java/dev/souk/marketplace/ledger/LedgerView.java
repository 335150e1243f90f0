package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.Transition;
import dev.souk.marketplace.statistics.Bucket;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Liveness;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.protocol.KindClass;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Answers from the ledger's table and the relay's store. Thread-safe. */
public final class LedgerView implements MarketView {
    private final Table table;
    private final LedgerSettings settings;
    private final RelayAccess access;
    private final HotJobs hot;
    private final JobSearch search;

    public LedgerView(Table table, LedgerSettings settings, RelayAccess access, HotJobs hot) {
        this.hot = hot;
        this.table = table;
        this.settings = settings;
        this.access = access;
        this.search = new JobSearch(table, this::job);
    }

    @Override
    public long nowSeconds() {
        return access.clock().instant().getEpochSecond();
    }

    @Override
    public Optional<Job> job(Bytes32 id) {
        return hot.job(id, nowSeconds());
    }

    @Override
    public List<Transition> history(Bytes32 id) {
        return table.get(Keys.of(Keys.DOSSIER, id))
                .map(bytes -> settings.fold().history(DossierCodec.decode(id, bytes), nowSeconds()))
                .orElse(List.of());
    }

    @Override
    public JobPage jobs(JobQuery query) {
        return search.find(query);
    }

    @Override
    public boolean isDelivered(Bytes32 id) {
        return table.get(Keys.of(Keys.DELIVERED, id)).isPresent();
    }

    @Override
    public List<Bytes32> dependents(Bytes32 id, int max) {
        byte[] prefix = Keys.of(Keys.NEEDED, id);
        return table.scan(prefix, prefix, max).stream()
                .map(row -> Keys.idAtEnd(row.key()))
                .toList();
    }

    @Override
    public Summary summary(Scope scope, Window window) {
        return tallies().summary(scope, window);
    }

    private TallyReader tallies() {
        return new TallyReader(table::get, nowSeconds());
    }

    @Override
    public List<Point> series(Scope scope, Granularity granularity, long from, long to) {
        List<Point> points = new ArrayList<>();
        TallyReader tallies = tallies();
        for (long at = granularity.floor(from); at < to; at += granularity.seconds()) {
            points.add(new Point(at, tallies.summary(scope, new Bucket(granularity, at))));
        }
        return points;
    }

    @Override
    public ProviderPage providers(Optional<JobType> type, Optional<String> cursor, int limit) {
        ProviderPages.Page page = new ProviderPages(table, type).all(cursor, limit);
        List<Provider> providers =
                page.providers().stream().map(who -> provider(who, type)).toList();
        return new ProviderPage(providers, page.cursor());
    }

    @Override
    public RankedPage ranked(Optional<String> cursor, int limit) {
        ProviderPages.Page page = new ProviderPages(table, Optional.empty()).ranked(cursor, limit);
        List<Ranked> ranked = page.providers().stream()
                .map(who -> new Ranked(who, lastSeen(Presence.seen(table, who))))
                .toList();
        return new RankedPage(ranked, page.cursor());
    }

    private static OptionalLong lastSeen(Optional<Presence.Seen> seen) {
        return seen.map(times -> OptionalLong.of(times.last())).orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Provider> provider(Bytes32 pubkey) {
        Provider provider = provider(pubkey, Optional.empty());
        boolean isProvider = provider.all().count(Counter.OFFERS) > 0
                || !provider.announcements().isEmpty()
                || Presence.seen(table, pubkey)
                        .filter(Presence.Seen::isProvider)
                        .isPresent();
        return Optional.of(provider).filter(known -> isProvider);
    }

    private Provider provider(Bytes32 pubkey, Optional<JobType> type) {
        Scope scope = type.<Scope>map(one -> new Scope.OfTypeAndProvider(one, pubkey))
                .orElseGet(() -> new Scope.OfProvider(pubkey));
        Optional<Presence.Seen> seen = Presence.seen(table, pubkey);
        OptionalInt uptime = seen.map(times ->
                        Liveness.permille(times.first(), nowSeconds(), day -> Presence.slots(table, pubkey, day)))
                .orElse(OptionalInt.empty());
        return new Provider(
                pubkey,
                summary(scope, Window.LAST_MONTH),
                summary(scope, Window.ALL),
                announcements(pubkey),
                lastSeen(seen),
                uptime);
    }

    @Override
    public List<Reading.Announced> announcements(Bytes32 pubkey) {
        byte[] prefix = Keys.of(Keys.ANNOUNCEMENT, pubkey);
        return table.scan(prefix, prefix, Announcements.MAX_HANDLERS).stream()
                .map(row -> Announcements.decode(row.value()))
                .toList();
    }

    @Override
    public List<JobType> typesOf(Bytes32 provider, int max) {
        return new Ranking(new WriteSet(table), tallies()).typesOf(provider, max);
    }

    @Override
    public List<TypeRow> kinds(int max) {
        byte[] prefix = {Keys.KIND_ORDER};
        return table.scan(prefix, prefix, max).stream()
                .map(row -> TypeList.row(row.key()))
                .toList();
    }

    @Override
    public TypePage types(Optional<String> cursor, int limit) {
        byte[] prefix = {Keys.TYPE_ORDER};
        byte[] from = cursor.map(text -> Cursor.decode(text, "types"))
                .map(key -> Cursor.within(prefix, key, "types"))
                .orElse(prefix);
        List<Table.Entry> rows = table.scan(prefix, from, limit);
        Optional<String> next = rows.size() == limit
                ? Optional.of(Cursor.encode(
                        Arrays.copyOf(rows.getLast().key(), rows.getLast().key().length + 1)))
                : Optional.empty();
        return new TypePage(rows.stream().map(row -> TypeList.row(row.key())).toList(), next);
    }

    @Override
    public Predicate<Bytes32> deliverersOf(JobType type) {
        return tallies()
                .total(new Scope.OfType(type))
                .<Predicate<Bytes32>>map(total -> who -> total.mayContain(Group.DELIVERERS, who))
                .orElse(who -> false);
    }

    @Override
    public boolean isType(JobType type) {
        return table.get(Keys.of(Keys.TYPE, type.name())).isPresent();
    }

    @Override
    public Optional<StoredEvent> published(int kind, String d) {
        Filter.Builder filter = Filter.builder().authors(settings.self()).kinds(kind);
        if (KindClass.of(kind) == KindClass.ADDRESSABLE) {
            filter.tag('d', d);
        }
        return access.newest(filter.build()).filter(stored -> access.isPublic(stored.header()));
    }

    @Override
    public Optional<StoredEvent> event(Bytes32 id) {
        return access.event(id).filter(stored -> access.isPublic(stored.header()));
    }

    @Override
    public Optional<Bytes32> jobOf(Bytes32 event) {
        return table.get(Keys.of(Keys.EVENT, event)).map(Bytes32::of);
    }

    @Override
    public Optional<Fact.Payment> payment(Bytes32 event) {
        return jobOf(event)
                .flatMap(job -> table.get(Keys.of(Keys.DOSSIER, job)).map(bytes -> DossierCodec.decode(job, bytes)))
                .flatMap(dossier -> dossier.entry(event))
                .map(Dossier.Entry::fact)
                .filter(Fact.Payment.class::isInstance)
                .map(Fact.Payment.class::cast);
    }

    @Override
    public StatusChanges statusChanges(long after, int max) {
        return StatusLog.after(table, after, max);
    }

    @Override
    public long lastStatusChange() {
        return StatusLog.last(table);
    }
}
