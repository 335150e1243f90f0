package dev.souk.relay.plugin;

import dev.souk.protocol.Event;
import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.ingest.Sifter;
import dev.souk.relay.lists.Exempt;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.policy.Caller;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Has the operator's plugin asked about what clients publish, as long as the settings name one. Thread-safe. */
public final class PluginSifter implements Sifter {
    private final Supplier<PluginConfig> settings;
    private final Exempt exempt;
    private final Predicate<Event> spared;
    private final InstantSource clock;
    private final Plugin plugin;

    /** @param spared events that it is never asked about: requests that have to be followed */
    public PluginSifter(
            Supplier<PluginConfig> settings,
            Exempt exempt,
            Predicate<Event> spared,
            InstantSource clock,
            RelayMetrics metrics,
            Health health) {
        this.settings = settings;
        this.exempt = exempt;
        this.spared = spared;
        this.clock = clock;
        this.plugin = new Plugin(settings, metrics, health);
    }

    @Override
    public void start() {
        plugin.start();
    }

    @Override
    public boolean asks(Event event, Caller caller) {
        return plugin.isOn()
                && switch (caller) {
                    case Caller.Inside inside -> false;
                    case Caller.Peer peer -> !spared.test(event) && !isExempt(event, false);
                    case Caller.Client client -> !spared.test(event) && !isExempt(event, exempt.holdsFor(client));
                };
    }

    private boolean isExempt(Event event, boolean isCallerExempt) {
        return settings.get().spareExempt() && (isCallerExempt || exempt.trusts(event.pubkey()));
    }

    @Override
    public void ask(Event event, Caller caller, Asker asker, OutboundBatch out) throws InterruptedException {
        plugin.ask(
                new Question(
                        event, Source.of(caller, event), clock.instant().getEpochSecond(), asker, System.nanoTime()),
                out);
    }

    @Override
    public void close() {
        plugin.close();
    }
}
