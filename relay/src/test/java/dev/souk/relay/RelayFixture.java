package dev.souk.relay;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.InfoConfig;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.config.ManagementConfig;
import dev.souk.relay.config.MonitoringConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.config.ServerConfig;
import dev.souk.relay.config.ThreadsConfig;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.mirror.Mirrors;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A relay on ports of its own, with an empty RocksDB store in a folder of its own, and clients of it. Its clock stands still
 * until it is set.
 */
public final class RelayFixture implements AutoCloseable {
    /** Where the clock stands at first. */
    public static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final UsedStore USED = UsedStore.by(defaults(), START);

    private final Path folder;
    private final RunningConfig config;
    private final ExtensionMaker extensions;
    private final UnaryOperator<EventStore> disguise;
    private final Optional<SecretKey> key;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<TestClient> clients = new ArrayList<>();
    private EventStore store;
    private Relay relay;

    private RelayFixture(
            RelayConfig config,
            ExtensionMaker extensions,
            UnaryOperator<EventStore> disguise,
            Optional<SecretKey> key) {
        this.disguise = disguise;
        this.key = key;
        this.config = new RunningConfig(config);
        this.extensions = extensions;
        try {
            this.folder = Files.createTempDirectory("souk-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        USED.copyTo(folder);
        this.store = openStore();
        this.relay = startRelay();
    }

    /** A relay with the default settings, but for search, which takes a moment to start. */
    public static RelayFixture start() {
        return start(config -> config);
    }

    /** A relay with other settings. */
    public static RelayFixture start(UnaryOperator<RelayConfig> settings, RelayExtension... extensions) {
        return start(settings, (config, store, clock) -> List.of(extensions));
    }

    /** A relay with other settings, whose extensions are made anew with every start. */
    public static RelayFixture start(UnaryOperator<RelayConfig> settings, ExtensionMaker maker) {
        return start(settings, maker, store -> store);
    }

    /** A relay whose store is not quite what it seems. */
    static RelayFixture onStore(UnaryOperator<EventStore> disguise) {
        return onStore(config -> config, disguise);
    }

    /** The same with other settings. */
    static RelayFixture onStore(
            UnaryOperator<RelayConfig> settings, UnaryOperator<EventStore> disguise, RelayExtension... extensions) {
        return start(settings, (config, store, clock) -> List.of(extensions), disguise);
    }

    /** A relay that proves to others with this key who it is. */
    static RelayFixture withKey(SecretKey key) {
        return new RelayFixture(defaults(), (config, store, clock) -> List.of(), store -> store, Optional.of(key));
    }

    private static RelayFixture start(
            UnaryOperator<RelayConfig> settings, ExtensionMaker maker, UnaryOperator<EventStore> disguise) {
        return new RelayFixture(settings.apply(defaults()), maker, disguise, Optional.empty());
    }

    private static RelayConfig defaults() {
        return RelayConfig.DEFAULT
                .withServer(ServerConfig.DEFAULT.on(0, Duration.ofSeconds(2)))
                .withMonitoring(new MonitoringConfig(true, "127.0.0.1", 0))
                .withSearch(SearchConfig.DEFAULT.off());
    }

    /** Makes a relay's extensions, each time it starts. */
    @FunctionalInterface
    public interface ExtensionMaker {
        List<RelayExtension> make(RelayConfig config, EventStore store, InstantSource clock);
    }

    /** A relay with these limits. */
    public static RelayFixture withLimits(LimitsConfig limits, RelayExtension... extensions) {
        return start(config -> config.withLimits(limits), extensions);
    }

    /** A relay that accepts other events. */
    public static RelayFixture withEvents(EventsConfig events) {
        return start(config -> config.withEvents(events));
    }

    /** A relay with other threads and queues. */
    public static RelayFixture withThreads(UnaryOperator<ThreadsConfig> threads) {
        return start(config -> config.withThreads(threads.apply(config.threads())));
    }

    /** A relay that says something else about itself. */
    public static RelayFixture withInfo(InfoConfig info) {
        return start(config -> config.withInfo(info));
    }

    /** A relay that asks its clients who they are. */
    public static RelayFixture withAuth(AuthConfig auth) {
        return start(config -> config.withAuth(auth));
    }

    /** A relay that these keys manage, who write down what they do in {@code auditFolder}. */
    static RelayFixture managedBy(
            Set<Bytes32> operators, Set<Bytes32> moderators, Path auditFolder, RelayExtension... extensions) {
        ManagementConfig from = ManagementConfig.DEFAULT;
        ManagementConfig management = new ManagementConfig(
                true,
                moderators,
                from.maxEntries(),
                from.maxListed(),
                from.maxReports(),
                Optional.of(auditFolder),
                from.maxAuditBytes());
        return start(
                config -> config.withMembers(config.members().withOperators(operators))
                        .withManagement(management),
                extensions);
    }

    /** A relay with the default settings and these extensions. */
    public static RelayFixture withExtensions(RelayExtension... extensions) {
        return start(config -> config, extensions);
    }

    private EventStore openStore() {
        return disguise.apply(RocksEventStore.open(UsedStore.small(folder), now::get));
    }

    private Relay startRelay() {
        List<RelayExtension> all = new ArrayList<>(extensions.make(config.get(), store, now::get));
        all.add(new Mirrors(config, store, key));
        return Relay.start(config, store, all, now::get, "test", failure -> {});
    }

    /** Has it come back at the same port when it starts again. */
    void keepPort() {
        int port = port();
        set(config -> config.withServer(config.server().on(port, config.server().shutdownGrace())));
    }

    /** Stops the relay, for somebody to start it again. */
    void away() {
        stop();
    }

    /** Starts the relay again that was stopped. */
    void back() {
        store = openStore();
        relay = startRelay();
    }

    /** Stops the relay and starts it again on the same store. */
    public void restart() {
        stop();
        store = openStore();
        relay = startRelay();
    }

    /** A new client. */
    public TestClient connect() {
        TestClient client = TestClient.connect(uri());
        clients.add(client);
        return client;
    }

    /** A new client that comes from this address, as the proxy on this machine says. */
    public TestClient connectFrom(String address) {
        TestClient client = TestClient.connect(uri(), address);
        clients.add(client);
        return client;
    }

    /** The relay's WebSocket address. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + port() + "/");
    }

    /** The relay information document (NIP-11). */
    public String information() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port()))
                .header("Accept", "application/nostr+json")
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What is in force. */
    public RelayConfig config() {
        return config.get();
    }

    /** Changes its settings while it runs. */
    public void set(UnaryOperator<RelayConfig> change) {
        config.replace(change.apply(config.get()));
    }

    public int port() {
        return relay.address().getPort();
    }

    /** The port of metrics and health. */
    public int monitoringPort() {
        return relay.monitoringAddress().orElseThrow().getPort();
    }

    /** The value of this meter now. */
    public double meter(String name) {
        URI page = URI.create("http://127.0.0.1:" + monitoringPort() + "/metrics");
        return HTTP.sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofLines())
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .body()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    public EventStore store() {
        return store;
    }

    /** What the relay takes the time for now. */
    Instant now() {
        return Objects.requireNonNull(now.get());
    }

    /** What the relay takes the time for. */
    public void setClock(Instant instant) {
        now.set(instant);
    }

    /** Stops the relay, while its clients are there, and shows what is stored then. */
    void stopAndLook(Consumer<EventStore> look) {
        relay.close();
        store.close();
        store = openStore();
        look.accept(store);
        relay = startRelay();
    }

    private void stop() {
        clients.forEach(TestClient::close);
        clients.clear();
        relay.close();
        store.close();
    }

    @Override
    public void close() {
        stop();
        UsedStore.delete(folder);
    }
}
