package dev.souk.relay.transport;

import dev.souk.relay.config.InfoConfig;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.management.Management;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.moderation.BlockedAddresses;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.read.Entry;
import dev.souk.relay.session.Session;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the transport needs from the rest of the relay.
 *
 * @param sessions makes the session of a new connection
 * @param information the NIP-11 document
 * @param info what the relay calls itself now
 * @param routes what extensions serve over HTTP; asked once, at the start of the transport
 * @param management the management API, if somebody may call it
 * @param blocked addresses that may not connect
 * @param entrance whether an address may have one more connection now
 * @param metricsPage the Prometheus text
 */
public record RelayServices(
        RunningConfig config,
        InstantSource clock,
        Function<Connection, Session> sessions,
        Supplier<byte[]> information,
        Supplier<InfoConfig> info,
        Supplier<List<HttpRoute>> routes,
        Supplier<Optional<Management>> management,
        BlockedAddresses blocked,
        Function<String, Entry> entrance,
        Supplier<String> metricsPage,
        RelayMetrics metrics,
        Health health) {
    /** The limits that hold now. */
    LimitsConfig limits() {
        return config.get().limits();
    }
}
