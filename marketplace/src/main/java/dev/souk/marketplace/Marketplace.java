package dev.souk.marketplace;

import dev.souk.marketplace.api.ApiSettings;
import dev.souk.marketplace.api.MarketApi;
import dev.souk.marketplace.dialect.DialectSettings;
import dev.souk.marketplace.dialect.MarketReader;
import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.FoldRules;
import dev.souk.marketplace.job.JobFold;
import dev.souk.marketplace.ledger.Addresses;
import dev.souk.marketplace.ledger.Bound;
import dev.souk.marketplace.ledger.Earned;
import dev.souk.marketplace.ledger.HotJobs;
import dev.souk.marketplace.ledger.Ledger;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.LedgerMeters;
import dev.souk.marketplace.ledger.LedgerSettings;
import dev.souk.marketplace.ledger.LedgerView;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.WalletNews;
import dev.souk.marketplace.lnurl.LnurlClient;
import dev.souk.marketplace.lnurl.LnurlKeys;
import dev.souk.marketplace.lnurl.LnurlNetwork;
import dev.souk.marketplace.lnurl.LnurlSettings;
import dev.souk.marketplace.publish.MarketEvents;
import dev.souk.marketplace.publish.Publisher;
import dev.souk.marketplace.status.AggregateEvent;
import dev.souk.marketplace.status.JobStatusEvent;
import dev.souk.marketplace.status.ProfileEvent;
import dev.souk.marketplace.status.RelayProfile;
import dev.souk.marketplace.wallet.WalletWatch;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.extension.InfoFields;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The job marketplace: follows the relay's events, keeps what they say of jobs in a ledger, and tells what it knows as
 * signed events of the relay's own key and over HTTP. The wiring; everything else has a package of its own.
 */
public final class Marketplace implements RelayExtension {
    private static final String NAME = "market";
    private static final String TABLE = "ledger";
    private static final Bytes32 NOBODY = new Bytes32(0, 0, 0, 0);

    private final MarketConfig config;
    private final SecretKey key;
    private final RelayProfile profile;
    private final Optional<LnurlNetwork> network;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Optional<MarketApi> api = Optional.empty();

    /**
     * @param key the relay's own, which must be announced
     * @param relayName how the relay calls itself
     */
    public Marketplace(MarketConfig config, SecretKey key, String relayName) {
        this(config, key, relayName, Optional.empty());
    }

    /** One whose wallets are in another network than the Internet: for tests. */
    public Marketplace(MarketConfig config, SecretKey key, String relayName, LnurlNetwork network) {
        this(config, key, relayName, Optional.of(network));
    }

    private Marketplace(MarketConfig config, SecretKey key, String relayName, Optional<LnurlNetwork> network) {
        this.config = config;
        this.key = key;
        this.network = network;
        this.profile = new RelayProfile(
                relayName, Optional.empty(), config.zapTrust(), config.statsKind(), Optional.of("/api/v1"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Integer> supportedNips() {
        return Set.of(85, 90);
    }

    @Override
    public void describe(InfoFields fields) {
        profile.describe(fields);
    }

    @Override
    public List<HttpRoute> routes() {
        return api.map(MarketApi::routes).orElse(List.of());
    }

    /** What is taken back, or expires in a moment, must not escape because the market has not come to it yet. */
    @Override
    public boolean mustSee(int kind) {
        return MarketReader.concerns(kind);
    }

    /** So that its answers are of a moment ago also when more comes than it can fold. */
    @Override
    public long maxLag() {
        return config.maxLag();
    }

    /** How the ledger works, for this configuration. */
    static LedgerSettings settings(MarketConfig config, Bytes32 self) {
        return new LedgerSettings(
                self,
                new JobFold(new FoldRules(config.silence(), config.grace())),
                new Addresses(config.statsKind()),
                config.publishInterval(),
                config.aggregateInterval(),
                new LedgerLimits(config.maxWaiting(), config.maxUnknownJobs(), config.maxTypes()));
    }

    /**
     * Derives everything that can be derived from the facts anew, on a store that no relay uses.
     *
     * @param progress told how many jobs are done
     * @return how many there are
     */
    public static long rebuild(MarketConfig config, EventStore store, InstantSource clock, Consumer<Long> progress) {
        LedgerSettings settings = settings(config, NOBODY);
        Table table = store.table(NAME + "." + TABLE);
        return Ledger.rebuild(table, settings, clock.millis(), progress);
    }

    @Override
    public void start(RelayAccess access) {
        Table table = access.table(TABLE);
        JobStatusEvent statuses = new JobStatusEvent(Optional.empty(), config.zapTrust());
        LedgerSettings settings = settings(config, key.publicKey());
        LedgerMeters meters = new LedgerMeters(access.meters());
        EventVerifier verifier = new EventVerifier(Schnorr.best());
        EventReading reading = new EventReading(access);
        HotJobs hot = new HotJobs(table, settings.fold(), config.hotJobBytes(), meters);
        Ledger ledger = new Ledger(table, settings, meters, hot, reading);
        MarketReader reader = new MarketReader(
                new DialectSettings(config.defaultBidUnit()),
                verifier,
                new Bolt11Invoices(),
                new ZapPayments(verifier, access),
                ledger::isKnownRequest,
                access.bans()::isBanned);
        reading.readWith(reader);
        MarketView view = new LedgerView(table, settings, access, hot);
        MarketEvents events = new MarketEvents(
                view,
                statuses,
                new ProfileEvent(Optional.empty(), config.zapTrust()),
                new AggregateEvent(config.statsKind(), config.zapTrust()),
                profile);
        Publisher publisher = new Publisher(ledger, events, key, access);
        Optional<WalletWatch> wallets = wallets(access, reader, ledger, meters);
        wallets.ifPresent(watch -> ledger.onWalletNews(new WalletNews(watch::ask, watch::profileChanged)));
        MarketApi http = new MarketApi(view, apiSettings(view));
        api = Optional.of(http);
        open.add(http);
        wallets.ifPresent(watch -> {
            watch.start();
            open.add(watch);
        });
        long place = ledger.open(access.clock().millis());
        access.follow(place, new MarketFeed(access, ledger, publisher, wallets, meters, http::statusChanged, place));
    }

    private ApiSettings apiSettings(MarketView view) {
        return new ApiSettings(
                config.zapTrust(),
                Addresses.JOB_STATUS,
                Addresses.PROFILE,
                config.statsKind(),
                new Earned(view, config.trustedSigners()));
    }

    private Optional<WalletWatch> wallets(RelayAccess access, MarketReader reader, Ledger ledger, LedgerMeters meters) {
        if (!config.zapTrust().verifies()) {
            return Optional.empty();
        }
        LnurlSettings.Mode mode =
                config.zapTrust() == ZapTrust.ANY ? LnurlSettings.Mode.ANY : LnurlSettings.Mode.ALLOW_LIST;
        LnurlSettings defaults = LnurlSettings.DEFAULT;
        LnurlSettings settings = new LnurlSettings(
                mode,
                Set.copyOf(config.zapHosts()),
                defaults.timeout(),
                defaults.maxBytes(),
                defaults.positiveTtl(),
                defaults.negativeTtl());
        LnurlClient client =
                network.map(net -> new LnurlClient(settings, net)).orElseGet(() -> new LnurlClient(settings));
        open.add(client);
        return Optional.of(new WalletWatch(
                new LnurlKeys(settings, client::fetch),
                access,
                event -> reader.read(event, access.clock().millis()),
                ledger::recipientsAfter,
                () -> meters.dropped(Bound.WALLETS_ASKED)));
    }

    @Override
    public void close() {
        // The watch asks through the client, so what was opened last is closed first.
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(
                        "cannot close " + part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Reads events for the ledger with a reader that itself asks the ledger what is known. */
    private static final class EventReading implements Ledger.LedgerReader {
        private final RelayAccess access;
        private Optional<MarketReader> reader = Optional.empty();

        private EventReading(RelayAccess access) {
            this.access = access;
        }

        private void readWith(MarketReader made) {
            reader = Optional.of(made);
        }

        @Override
        public List<Reading> read(Event event, long nowMillis) {
            List<Reading> readings = reader.orElseThrow().read(event, nowMillis);
            boolean isOnlyElsewhere =
                    readings.stream().anyMatch(Reading.Vanished.class::isInstance) && !access.honours(event);
            return isOnlyElsewhere ? List.of() : readings;
        }

        @Override
        public Optional<StoredEvent> stored(Bytes32 id) {
            return access.event(id);
        }

        @Override
        public List<StoredEvent> receipts(Bytes32 recipient, Bytes32 signer, int max) {
            return access.query(List.of(MarketReader.receipts(recipient, signer)), max);
        }
    }
}
