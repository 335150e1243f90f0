package dev.souk.deploy.config;

import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorsConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code [mirrors]}. */
final class MirrorsSection extends Section<MirrorsConfig> {
    final Setting<MirrorsConfig, Duration> minBackoff = add(
            "min_backoff",
            new Span(Duration.ofMillis(100), Duration.ofHours(1)),
            MirrorsConfig::minBackoff,
            "The first wait before a lost connection is tried again; doubled each time, give or take a half.");
    final Setting<MirrorsConfig, Duration> maxBackoff = add(
            "max_backoff",
            new Span(Duration.ofMillis(100), Duration.ofDays(1)),
            MirrorsConfig::maxBackoff,
            "The longest such wait, and the one for a relay that misbehaves or turns this one away.");
    private final Setting<MirrorsConfig, Duration> connectTimeout = add(
            "connect_timeout",
            new Span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            MirrorsConfig::connectTimeout,
            "For each step of connecting: to a proxy, TLS, the handshake.");
    private final Setting<MirrorsConfig, Duration> answerTimeout = add(
            "answer_timeout",
            new Span(Duration.ofSeconds(1), Duration.ofHours(1)),
            MirrorsConfig::answerTimeout,
            "How long an answer may make no progress before the connection is given up.");
    private final Setting<MirrorsConfig, Duration> pingInterval = add(
            "ping_interval",
            new Span(Duration.ofSeconds(1), Duration.ofHours(1)),
            MirrorsConfig::pingInterval,
            "Silence after which a ping is sent; the fourth time in a row the connection is given up.");
    private final Setting<MirrorsConfig, Integer> maxMessageBytes = add(
            "max_message_bytes",
            WholeNumber.ints(65_536, 64 << 20, "bytes"),
            MirrorsConfig::maxMessageBytes,
            "The longest message that is read; events are bounded by limits.max_message_bytes.");
    private final Setting<MirrorsConfig, Integer> maxPendingEvents = add(
            "max_pending_events",
            WholeNumber.ints(1, 100_000, "events"),
            MirrorsConfig::maxPendingEvents,
            "Events of one relay that wait to be stored; past it that relay is not read.");
    private final Setting<MirrorsConfig, Integer> maxUnanswered = add(
            "max_unanswered",
            WholeNumber.ints(1, 10_000, "events"),
            MirrorsConfig::maxUnanswered,
            "Events that were sent to one relay and wait for its OK; past it no more are sent.");
    private final Setting<MirrorsConfig, Duration> catchUpInterval = add(
            "catch_up_interval",
            new Span(Duration.ZERO, Duration.ofDays(30)),
            MirrorsConfig::catchUpInterval,
            "How often a connection that stays is reconciled again; 0s for never.");
    private final Setting<MirrorsConfig, List<MirrorConfig>> relays = add(
            "relays",
            new Tables<>(new MirrorSection(), MirrorsConfig.MAX_RELAYS),
            MirrorsConfig::relays,
            "The other relays.");

    MirrorsSection() {
        super(
                "mirrors",
                "Other relays that this one is kept in step with.",
                MirrorsConfig.DEFAULT,
                config -> config.relay().mirrors());
    }

    @Override
    MirrorsConfig read(Values values) {
        Set<String> names = new HashSet<>();
        for (MirrorConfig mirror : values.get(relays)) {
            if (!names.add(mirror.name())) {
                values.add(new Problem(
                        values.place(relays).orElse(""),
                        relays.key(),
                        "has two that are called " + mirror.name() + "; give each a name of its own"));
            }
        }
        return new MirrorsConfig(
                values.get(minBackoff),
                values.get(maxBackoff),
                values.get(connectTimeout),
                values.get(answerTimeout),
                values.get(pingInterval),
                values.get(maxMessageBytes),
                values.get(maxPendingEvents),
                values.get(maxUnanswered),
                values.get(catchUpInterval),
                values.get(relays));
    }
}
