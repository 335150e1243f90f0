package dev.souk.relay.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.ReadConfig;
import dev.souk.relay.lists.Exempt;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.rate.Buckets;
import dev.souk.relay.rate.Subnet;
import dev.souk.relay.rate.Ticks;
import dev.souk.relay.replay.Budget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How much is read for whom. The connection pays, and with it its address or its keys, which have a few times as much: so
 * nobody gets more by connecting more often. When settings change all accounts are full again. Thread-safe.
 *
 * <pre>
 * exempt address    nobody pays
 * anonymous         the connection and its address
 * authenticated     the connection, its address and its keys: anybody can make keys
 * listed            the connection and its keys
 * </pre>
 */
public final class ReadControl {
    private final Supplier<ReadConfig> settings;
    private final Exempt exempt;
    private final RelayMetrics metrics;
    private final Ticks ticks;
    private final OpenConnections open = new OpenConnections();
    private final OpenFilters filters;

    /** Replaced as a whole, under the lock. */
    private volatile Books books;

    public ReadControl(Supplier<ReadConfig> settings, Exempt exempt, InstantSource clock, RelayMetrics metrics) {
        this.settings = settings;
        this.exempt = exempt;
        this.metrics = metrics;
        this.filters = new OpenFilters(metrics.filterValues());
        this.ticks = new Ticks(clock);
        this.books = new Books(settings.get(), ticks);
    }

    /** The accounts of one configuration. */
    private static final class Books {
        private final ReadConfig config;
        private final Ticks ticks;
        private final Cache<Payer, Account> accounts;
        private final Optional<Buckets<String>> connections;

        private Books(ReadConfig config, Ticks ticks) {
            this.config = config;
            this.ticks = ticks;
            this.accounts = Caffeine.newBuilder()
                    .maximumSize(config.maxTracked())
                    .expireAfterAccess(longest(config).multipliedBy(2))
                    .ticker(ticks)
                    .executor(Runnable::run)
                    .build();
            this.connections =
                    config.connectionRate().map(rate -> new Buckets<String>(rate, config.maxTracked(), ticks));
        }

        /** Who has spent nothing for so long has all of it again. */
        private static Duration longest(ReadConfig config) {
            return Stream.of(Tier.values())
                    .flatMap(tier -> Stream.of(tier.rows(config), tier.bytes(config)))
                    .flatMap(Optional::stream)
                    .map(Rate::period)
                    .reduce(Duration.ofMinutes(1), (one, other) -> one.compareTo(other) > 0 ? one : other);
        }

        private Account account(Payer payer) {
            return accounts.get(payer, this::opened);
        }

        private Account opened(Payer payer) {
            int shares = payer instanceof Payer.OfConnection ? 1 : config.shares();
            return new Account(
                    payer.tier().rows(config).map(rate -> purse(rate, shares, "rows for ", payer)),
                    payer.tier().bytes(config).map(rate -> purse(rate, shares, "bytes for ", payer)),
                    config.maxQueries() * shares);
        }

        private Purse purse(Rate rate, int shares, String what, Payer payer) {
            return new Purse(new Rate(rate.amount() * shares, rate.period()), what + payer.spoken(), ticks);
        }
    }

    /** What {@code caller}, on the connection of this number, may spend on a query. */
    public Budget budget(Caller.Client caller, long connection) {
        if (exempt.holdsFor(caller.address())) {
            return Budget.UNLIMITED;
        }
        Books now = current();
        return new SharedBudget(
                payers(caller, connection).stream().map(now::account).toList());
    }

    private List<Payer> payers(Caller.Client caller, long connection) {
        Tier tier = caller.pubkeys().stream().anyMatch(exempt::trusts)
                ? Tier.LISTED
                : caller.isKnown() ? Tier.AUTHENTICATED : Tier.ANONYMOUS;
        List<Payer> payers = new ArrayList<>();
        payers.add(new Payer.OfConnection(tier, connection));
        if (tier != Tier.LISTED) {
            payers.add(new Payer.OfAddress(tier, Subnet.of(caller.address())));
        }
        caller.pubkeys().forEach(pubkey -> payers.add(new Payer.OfKey(tier, pubkey)));
        return payers;
    }

    /**
     * Whether a subscription may be kept open beside all others. What {@link Keeping.Kept} gives is to be run once, when it is
     * open no more.
     *
     * @param max values in the filters of all
     */
    public Keeping keep(Subscription subscription, long max) {
        String address = subscription.connection().address();
        Optional<String> subnet = exempt.holdsFor(address) ? Optional.empty() : Optional.of(Subnet.of(address));
        return filters.enter(subscription, subnet, max)
                ? new Keeping.Kept(() -> filters.leave(subscription, subnet))
                : new Keeping.Refused(Reason.rateLimited("too many filters are open, close some or come again later"));
    }

    /** Whether {@code address} may have one more connection now. */
    public Entry enter(String address) {
        if (exempt.holdsFor(address)) {
            return new Entry.Admitted(() -> {});
        }
        Books now = current();
        String subnet = Subnet.of(address);
        Optional<Rate> exceeded = now.config
                .connectionRate()
                .filter(rate -> now.connections.stream().anyMatch(buckets -> !buckets.take(subnet, 1)));
        if (exceeded.isPresent()) {
            return turnedAway(exceeded.get().atMost("connections from one address"));
        }
        int max = now.config.maxConnections();
        if (!open.enter(subnet, max)) {
            return turnedAway("at most " + max + " open connections of one address");
        }
        return new Entry.Admitted(() -> open.leave(subnet));
    }

    private Entry turnedAway(String why) {
        metrics.brake(RelayMetrics.Brake.TURNED_AWAY);
        return new Entry.TurnedAway(Reason.rateLimited(why));
    }

    private Books current() {
        Books known = books;
        return known.config.equals(settings.get()) ? known : renewed();
    }

    private synchronized Books renewed() {
        ReadConfig now = settings.get();
        if (!books.config.equals(now)) {
            books = new Books(now, ticks);
        }
        return books;
    }
}
