package dev.souk.relay.transport;

import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.session.Session;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the transport needs from the rest of the relay.
 *
 * @param sessions makes the session of a new connection
 * @param information the NIP-11 document
 * @param routes what extensions serve over HTTP; asked once, at the start of the transport
 * @param metricsPage the Prometheus text
 */
public record RelayServices(
        RelayConfig config,
        Function<Connection, Session> sessions,
        Supplier<byte[]> information,
        Supplier<List<HttpRoute>> routes,
        Supplier<String> metricsPage,
        RelayMetrics metrics,
        Health health) {}
