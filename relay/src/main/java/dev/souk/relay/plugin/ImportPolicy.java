package dev.souk.relay.plugin;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.ingest.Ruling;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Asks the operator's plugin about events of an import, and waits for its answer. Thread-safe. */
public final class ImportPolicy implements EventPolicy, AutoCloseable {
    private static final Verdict SHADOWED = new Verdict.Reject(Reason.blocked("shadow-rejected"));

    private final InstantSource clock;
    private final Plugin plugin;

    private ImportPolicy(PluginConfig config, InstantSource clock) {
        this.clock = clock;
        RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
        this.plugin = new Plugin(() -> config, metrics, new Health(what -> {}));
    }

    /** Starts the plugin. */
    public static ImportPolicy start(PluginConfig config, InstantSource clock) {
        ImportPolicy policy = new ImportPolicy(config, clock);
        policy.plugin.start();
        return policy;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        CompletableFuture<Ruling> ruling = new CompletableFuture<>();
        try {
            plugin.ask(
                    new Question(
                            event,
                            Source.IMPORT,
                            clock.instant().getEpochSecond(),
                            (told, out) -> ruling.complete(told),
                            System.nanoTime()),
                    new OutboundBatch());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Reject(Reason.error("interrupted"));
        }
        return switch (ruling.join()) {
            case Ruling.Accept accepted -> Verdict.ACCEPT;
            case Ruling.Refuse(Reason reason) -> new Verdict.Reject(reason);
            case Ruling.Pretend pretended -> SHADOWED;
        };
    }

    @Override
    public void close() {
        plugin.close();
    }
}
