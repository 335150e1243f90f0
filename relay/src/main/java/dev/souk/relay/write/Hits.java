package dev.souk.relay.write;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.WriteRule;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.rate.Buckets;
import dev.souk.relay.rate.Ticks;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what rules refuse, or would refuse, and writes the latter into the log, at most some lines a second for each rule:
 * a flood of events must not become one of lines. Thread-safe.
 */
final class Hits {
    private static final Logger LOG = LoggerFactory.getLogger(Hits.class);
    private static final Rate LINES = new Rate(10, Duration.ofSeconds(1));

    private final RelayMetrics metrics;
    private final Buckets<WriteRule> lines;

    Hits(RelayMetrics metrics, Ticks ticks) {
        this.metrics = metrics;
        this.lines = new Buckets<>(LINES, WriteRule.values().length, ticks);
    }

    void record(WriteRule rule, boolean isRefused, Event event, Caller caller, Reason reason) {
        metrics.rule(rule, isRefused);
        if (isRefused) {
            LOG.debug("event=refused rule={} id={}", rule.word(), event.id());
        } else if (lines.take(rule, 1)) {
            LOG.info(
                    "event=would-refuse rule={} id={} pubkey={} kind={} address={} why=\"{}\"",
                    rule.word(),
                    event.id(),
                    event.pubkey(),
                    event.kind(),
                    caller.address(),
                    reason.text());
        }
    }
}
