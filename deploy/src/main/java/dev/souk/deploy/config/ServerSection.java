package dev.souk.deploy.config;

import dev.souk.relay.config.ServerConfig;
import java.time.Duration;
import java.util.List;

/** {@code [server]}. */
final class ServerSection extends Section<ServerConfig> {
    final Setting<ServerConfig, String> host = addForStart(
            "host",
            Text.host(),
            ServerConfig::host,
            "The address to listen on; 0.0.0.0 or :: listens on every network.");
    final Setting<ServerConfig, Integer> port = addForStart(
            "port", WholeNumber.ints(0, 65_535, ""), ServerConfig::port, "The TCP port; 0 lets the system choose one.");
    private final Setting<ServerConfig, List<String>> trustedProxies = add(
            "trusted_proxies",
            Texts.networks(1_000),
            ServerConfig::trustedProxies,
            "Proxies whose X-Forwarded-For is believed; anybody else's is ignored.");
    private final Setting<ServerConfig, Boolean> compression = add(
            "compression",
            new TrueOrFalse(),
            ServerConfig::compression,
            "Whether permessage-deflate is negotiated when a client offers it.");
    private final Setting<ServerConfig, Integer> ioThreads = addForStart(
            "io_threads", WholeNumber.ints(1, 256, "threads"), ServerConfig::ioThreads, "Threads that move bytes.");
    private final Setting<ServerConfig, Duration> shutdownGrace = add(
            "shutdown_grace",
            new Span(Duration.ZERO, Duration.ofMinutes(10)),
            ServerConfig::shutdownGrace,
            "How long a stop waits for what is under way.");

    ServerSection() {
        super(
                "server",
                "Where and how clients connect.",
                ServerConfig.DEFAULT,
                config -> config.relay().server());
    }

    @Override
    ServerConfig read(Values values) {
        return new ServerConfig(
                values.get(host),
                values.get(port),
                values.get(trustedProxies),
                values.get(compression),
                values.get(ioThreads),
                values.get(shutdownGrace));
    }
}
