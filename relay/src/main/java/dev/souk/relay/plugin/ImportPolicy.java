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
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the operator's plugin about events of an import, and waits for its answer; while none can be had, asks again. Nobody comes
 * back with an event of an import, so it waits for three starts of the plugin at their slowest; then it waits for none any more, and
 * events that are not judged are refused with {@code error:}. Thread-safe.
 */
public final class ImportPolicy implements EventPolicy, AutoCloseable {
    private static final Verdict SHADOWED = new Verdict.Reject(Reason.blocked("shadow-rejected"));

    private static final long PAUSE_MILLIS = 100;
    private static final int STARTS = 3;

    private final InstantSource clock;
    private final Duration patience;
    private final Plugin plugin;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean hasGivenUp;

    private ImportPolicy(PluginConfig config, InstantSource clock) {
        this.clock = clock;
        this.patience = config.restartMax().multipliedBy(STARTS);
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
        long begin = System.nanoTime();
        try {
            Verdict verdict = ask(event);
            while (isUnjudged(verdict) && mayBeAskedAgain(begin)) {
                verdict = ask(event);
            }
            return verdict;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Reject(Reason.error("interrupted"));
        }
    }

    /** The plugin has said nothing of this event, or that it cannot now. */
    private static boolean isUnjudged(Verdict verdict) {
        return verdict instanceof Verdict.Reject(Reason reason) && reason.prefix() == Reason.Prefix.ERROR;
    }

    /** True in a moment, in which the plugin may be started again. */
    private boolean mayBeAskedAgain(long beginNanos) throws InterruptedException {
        if (System.nanoTime() - beginNanos > patience.toNanos()) {
            hasGivenUp = true;
        }
        return !hasGivenUp && !closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Verdict ask(Event event) throws InterruptedException {
        CompletableFuture<Ruling> ruling = new CompletableFuture<>();
        plugin.ask(
                new Question(
                        event,
                        Source.IMPORT,
                        clock.instant().getEpochSecond(),
                        (told, out) -> ruling.complete(told),
                        System.nanoTime()),
                new OutboundBatch());
        return switch (ruling.join()) {
            case Ruling.Accept accepted -> Verdict.ACCEPT;
            case Ruling.Refuse(Reason reason) -> new Verdict.Reject(reason);
            case Ruling.Pretend pretended -> SHADOWED;
        };
    }

    @Override
    public void close() {
        closing.countDown();
        plugin.close();
    }
}
