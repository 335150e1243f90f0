package dev.souk.relay;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.relay.backup.CheckpointDoor;
import dev.souk.relay.config.BackupConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.config.ThreadsConfig;
import dev.souk.relay.desk.Desk;
import dev.souk.relay.desk.Desks;
import dev.souk.relay.extension.Extensions;
import dev.souk.relay.extension.OwnKey;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.info.Identity;
import dev.souk.relay.info.RelayDocument;
import dev.souk.relay.info.RelayInfo;
import dev.souk.relay.ingest.Followers;
import dev.souk.relay.ingest.Ingester;
import dev.souk.relay.ingest.Writer;
import dev.souk.relay.lists.Exempt;
import dev.souk.relay.lists.Lists;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.management.Management;
import dev.souk.relay.management.Managers;
import dev.souk.relay.members.Members;
import dev.souk.relay.members.Membership;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.JvmMeters;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.negentropy.ItemBudget;
import dev.souk.relay.negentropy.Negotiations;
import dev.souk.relay.negentropy.StoredSets;
import dev.souk.relay.plugin.PluginSifter;
import dev.souk.relay.policy.Policies;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.relay.policy.VanishRequests;
import dev.souk.relay.policy.Vetoes;
import dev.souk.relay.read.ReadControl;
import dev.souk.relay.replay.Replayer;
import dev.souk.relay.retention.Retention;
import dev.souk.relay.retention.Retirement;
import dev.souk.relay.search.SearchableText;
import dev.souk.relay.search.TextIndex;
import dev.souk.relay.session.AuthDoor;
import dev.souk.relay.session.Readers;
import dev.souk.relay.session.Session;
import dev.souk.relay.transport.NettyTransport;
import dev.souk.relay.transport.RelayServices;
import dev.souk.relay.trust.WebOfTrust;
import dev.souk.relay.write.WriteControl;
import dev.souk.storage.EventStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running relay. Starts from the store outwards, so that nobody is let in before there is somebody to serve him, and
 * stops the other way round, so that every event that was taken in is written and answered. Does not own the store.
 */
public final class Relay implements AutoCloseable {
    private final Schnorr schnorr = Schnorr.best();
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "scheduler"));
    private final Health health;
    private final JvmMeters jvm;
    private final Lists lists;
    private final WebOfTrust trust;
    private final Optional<TextIndex> index;
    private final LiveFeed live;
    private final Writer writer;
    private final Retirement retirement;
    private final Ingester ingester;
    private final Replayer replayer;
    private final Extensions extensions;
    private final Management management;
    private final Optional<CheckpointDoor> checkpoints;
    private final NettyTransport transport;

    private Relay(
            RunningConfig running,
            EventStore store,
            List<RelayExtension> extensionList,
            InstantSource clock,
            String version,
            Consumer<String> onFailure) {
        RelayConfig config = running.get();
        ThreadsConfig threads = config.threads();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RelayMetrics metrics = new RelayMetrics(registry);
        metrics.store(
                "souk.store.events",
                "Stored events, about",
                store,
                all -> all.statistics().events());
        metrics.store(
                "souk.store.bytes",
                "Bytes of the store",
                store,
                all -> all.statistics().diskBytes());
        health = new Health(onFailure);
        metrics.health(health);
        store.meters().forEach(metrics::store);
        jvm = new JvmMeters(registry);
        lists = new Lists(running.part(RelayConfig::lists), health);
        Exempt exempt = new Exempt(
                lists,
                running.part(RelayConfig::lists),
                () -> running.get().members().operators());
        trust = new WebOfTrust(
                running.part(RelayConfig::write), () -> running.get().members().operators(), store, metrics, health);
        Set<Integer> searched = config.search().kindsWithout(config.auth().privateKinds());
        index = Optional.of(config.search())
                .filter(SearchConfig::enabled)
                .map(search ->
                        new TextIndex(running.part(RelayConfig::search), searched, store, clock, metrics, health));
        live = new LiveFeed(
                threads.liveQueue(),
                threads.recentBytes(),
                store.sequence(),
                new SearchableText(searched),
                metrics,
                health);
        Moderation moderation = Moderation.open(store, running);
        Members members = members(running, store, extensionList, clock);
        Retention retention = new Retention(
                running.part(RelayConfig::retention),
                members.orAmong(() -> running.get().members().operators()),
                self(extensionList),
                clock);
        retirement = new Retirement(retention, store, metrics, health);
        writer = new Writer(
                threads.writerQueue(),
                threads.maxBatch(),
                store,
                moderation,
                retirement,
                live,
                new Following(),
                metrics,
                health);
        EventVerifier verifier = new EventVerifier(schnorr);
        Rules rules = new Rules(running, extensionList);
        Desk desk = new Desks(extensionList.stream()
                .flatMap(extension -> extension.desks().stream())
                .toList());
        VanishRequests vanishRequests = new VanishRequests(running);
        WriteControl writeControl = new WriteControl(
                running.part(RelayConfig::write),
                lists,
                exempt,
                trust,
                store,
                vanishRequests.or(event -> desk.taken().contains(event.kind())),
                clock,
                metrics);
        ingester = new Ingester(
                threads.verify(),
                threads.verifyQueue(),
                new Vetoes(
                        new Policies(List.of(
                                writeControl.onClaims(), rules.forEvents(moderation, retention, desk.taken(), clock))),
                        writeControl.onProof()),
                verifier,
                desk,
                new PluginSifter(running.part(RelayConfig::plugin), exempt, vanishRequests, clock, metrics, health),
                store,
                writer,
                metrics,
                health);
        replayer =
                new Replayer(threads.replay(), store, index, live, running.part(RelayConfig::limits), metrics, health);
        store.honour(vanishRequests);
        PrivateKinds privateKinds = new PrivateKinds(config.auth().privateKinds());
        StoredSets sets = new StoredSets(config.negentropy(), config.auth().privateKinds());
        List<RelayExtension> followers = new ArrayList<>(extensionList);
        followers.add(sets);
        Readers readers = new Readers(running.part(all -> all.auth().mode()), privateKinds, rules.forRequests());
        extensions = new Extensions(
                followers,
                store,
                ingester,
                vanishRequests,
                moderation,
                readers::isPublic,
                clock,
                scheduler,
                registry,
                health);
        AuthDoor door = new AuthDoor(running, clock);
        Negotiations.Reconciling reconciling = new Negotiations.Reconciling(
                running.part(RelayConfig::negentropy),
                running.part(RelayConfig::limits),
                sets,
                privateKinds,
                new ItemBudget(() -> running.get().negentropy().maxTotalItems(), metrics.reconciledItems()),
                replayer,
                metrics);
        ReadControl readControl = new ReadControl(running.part(RelayConfig::read), exempt, clock, metrics);
        Identity identity = Identity.open(store, running.part(RelayConfig::info));
        management = management(running, store, extensionList, moderation, members, identity, verifier, clock, metrics);
        running.onChange(changed -> lookAtCertificate());
        checkpoints = Optional.of(config.backup())
                .filter(BackupConfig::online)
                .flatMap(BackupConfig::folder)
                .map(folder -> new CheckpointDoor(
                        running.part(RelayConfig::backup), folder, store, clock, scheduler, metrics));
        transport = new NettyTransport(new RelayServices(
                running,
                clock,
                connection -> new Session(
                        connection,
                        running.part(RelayConfig::limits),
                        running.part(RelayConfig::search),
                        ingester,
                        replayer,
                        live,
                        door,
                        readers,
                        readControl,
                        desk,
                        new Negotiations(reconciling, connection),
                        metrics),
                new RelayDocument(
                        identity, running, all -> new RelayInfo(all, rules.nips(all), version, rules.additions())),
                identity::current,
                () -> extensionList.stream()
                        .flatMap(extension -> extension.routes().stream())
                        .toList(),
                () -> Optional.of(management).filter(open -> running.get().isManaged()),
                moderation.addresses(),
                readControl::enter,
                registry::scrape,
                metrics,
                health));
    }

    /**
     * Starts a relay on this store.
     *
     * @param config may be replaced while it runs
     * @param version what the relay information document says
     * @param onFailure told when the relay can no longer do its work and the process should end
     */
    public static Relay start(
            RunningConfig config,
            EventStore store,
            List<RelayExtension> extensions,
            InstantSource clock,
            String version,
            Consumer<String> onFailure) {
        Relay relay = new Relay(config, store, extensions, clock, version, onFailure);
        try {
            relay.lists.start();
            relay.trust.start();
            relay.index.ifPresent(TextIndex::start);
            relay.live.start(relay.replayer::resume);
            relay.writer.start();
            relay.ingester.start();
            relay.replayer.start();
            relay.extensions.start();
            relay.checkpoints.ifPresent(CheckpointDoor::start);
            relay.retirement.start();
            relay.transport.start();
            relay.watchCertificate();
            return relay;
        } catch (RuntimeException e) {
            relay.close();
            throw e;
        }
    }

    /** The API of those who manage the relay; as long as there is nobody, nobody is let in. */
    private Management management(
            RunningConfig config,
            EventStore store,
            List<RelayExtension> extensions,
            Moderation moderation,
            Members members,
            Identity identity,
            EventVerifier verifier,
            InstantSource clock,
            RelayMetrics metrics) {
        return new Management(
                config,
                new Managers(config, self(extensions)),
                store,
                moderation,
                members,
                identity,
                verifier,
                this::closeBlocked,
                clock,
                metrics);
    }

    private static Optional<Bytes32> self(List<RelayExtension> extensions) {
        return extensions.stream()
                .filter(OwnKey.class::isInstance)
                .map(extension -> ((OwnKey) extension).self())
                .findFirst();
    }

    /** Those of the extension that keeps them, as there must be no second keeper; on an open relay nobody else does. */
    private static Members members(
            RunningConfig config, EventStore store, List<RelayExtension> extensions, InstantSource clock) {
        return extensions.stream()
                .filter(Membership.class::isInstance)
                .map(extension -> ((Membership) extension).members())
                .findFirst()
                .orElseGet(() -> Members.open(
                        store.table("members.list"),
                        clock,
                        () -> config.get().members().maxMembers()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the scheduler.
    private void watchCertificate() {
        scheduler.scheduleWithFixedDelay(this::lookAtCertificate, 2, 2, TimeUnit.SECONDS);
    }

    private void lookAtCertificate() {
        transport.lookAtCertificate();
    }

    /** The transport is made after the API that asks for this. */
    private void closeBlocked() {
        transport.closeBlocked();
    }

    /** The writer is made before the extensions that follow it. */
    private final class Following implements Followers {
        @Override
        public void wake() {
            extensions.wake();
        }

        @Override
        public long holdNanos(int events) {
            return extensions.holdNanos(events);
        }
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return transport.address();
    }

    /** Where metrics and health are, if they are served. */
    public Optional<InetSocketAddress> monitoringAddress() {
        return transport.monitoringAddress();
    }

    /** Whether it can do its work. */
    public Health health() {
        return health;
    }

    /** Which implementation checks signatures. */
    public String verifierName() {
        return schnorr.name();
    }

    /** Stops: no new clients, what was taken in is finished, then the threads end. */
    @Override
    public void close() {
        transport.stopReading();
        ingester.close();
        retirement.close();
        writer.close();
        replayer.close();
        index.ifPresent(TextIndex::close);
        extensions.close();
        live.close();
        trust.close();
        lists.close();
        transport.close();
        management.close();
        checkpoints.ifPresent(CheckpointDoor::close);
        scheduler.shutdownNow();
        jvm.close();
    }
}
