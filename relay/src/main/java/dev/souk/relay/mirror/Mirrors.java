package dev.souk.relay.mirror;

import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.negentropy.OwnSets;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.relay.transport.client.PeerNetwork;
import dev.souk.storage.EventStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The other relays that this one is kept in step with, one {@link Mirror} each, as the settings say at any time: what is added
 * begins, what is changed begins anew, what is removed ends. Guarded by itself; the thread that replaces the settings calls.
 */
public final class Mirrors implements RelayExtension {
    /** How long a stop waits for one that is looking a host up, which nothing can end. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunningConfig config;
    private final EventStore store;
    private final Optional<SecretKey> key;
    private final Map<String, Mirror> mirrors = new HashMap<>();
    private final Map<String, MirrorMeters> meters = new HashMap<>();
    private Optional<RelayAccess> access = Optional.empty();

    /** Made for the first mirror. */
    private Optional<Shared> shared = Optional.empty();

    private boolean isClosed;

    /** @param key the relay's own, if it has one */
    public Mirrors(RunningConfig config, EventStore store, Optional<SecretKey> key) {
        this.config = config;
        this.store = store;
        this.key = key;
    }

    @Override
    public String name() {
        return "mirror";
    }

    @Override
    public void start(RelayAccess given) {
        synchronized (this) {
            access = Optional.of(given);
        }
        apply(config.get());
        config.onChange(this::apply);
    }

    private synchronized void apply(RelayConfig next) {
        if (isClosed) {
            return;
        }
        Map<String, MirrorConfig> wanted = new LinkedHashMap<>();
        next.mirrors().relays().forEach(one -> wanted.put(one.name(), one));
        for (String name : List.copyOf(mirrors.keySet())) {
            if (!wanted.containsKey(name)) {
                Optional.ofNullable(mirrors.remove(name)).ifPresent(Mirror::stop);
                Optional.ofNullable(meters.remove(name)).ifPresent(MirrorMeters::close);
            }
        }
        if (!wanted.isEmpty() && shared.isEmpty()) {
            shared = access.map(this::share);
        }
        shared.ifPresent(with -> wanted.values().forEach(one -> begin(one, with)));
    }

    private Shared share(RelayAccess given) {
        Set<Integer> privateKinds = config.get().auth().privateKinds();
        return new Shared(
                config,
                store,
                given,
                new OwnSets(store, config.part(RelayConfig::negentropy), privateKinds),
                new PrivateKinds(privateKinds),
                key,
                new PeerNetwork());
    }

    private void begin(MirrorConfig wanted, Shared with) {
        Optional<Mirror> before = Optional.ofNullable(mirrors.get(wanted.name()));
        if (before.filter(mirror -> mirror.config().equals(wanted)).isPresent()) {
            return;
        }
        before.ifPresent(Mirror::stop);
        MirrorMeters counted = meters.computeIfAbsent(
                wanted.name(), name -> new MirrorMeters(with.access().meters(), name));
        Mirror mirror = new Mirror(with, wanted, counted, before.map(Mirror::thread));
        mirrors.put(wanted.name(), mirror);
        mirror.start();
    }

    /** Ends all of them. What was brought is answered for by then; what is not yet sent is found again later. */
    @Override
    public void close() {
        Map<String, Mirror> ending;
        synchronized (this) {
            isClosed = true;
            ending = new HashMap<>(mirrors);
            mirrors.clear();
        }
        ending.values().forEach(Mirror::stop);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Mirror mirror : ending.values()) {
            try {
                long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                mirror.thread().join(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            shared.ifPresent(all -> all.network().close());
        }
    }
}
