package dev.souk.deploy.config;

import dev.souk.relay.config.ServerConfig;
import dev.souk.relay.config.ServerConfig.ForwardedHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code [server]}. */
final class ServerSection extends Section<ServerConfig> {
    final Setting<ServerConfig, String> host = addForStart(
            "host",
            Text.host(),
            ServerConfig::host,
            "The address to listen on; 0.0.0.0 or :: listens on every network.");
    final Setting<ServerConfig, Integer> port = addForStart(
            "port", WholeNumber.ints(0, 65_535, ""), ServerConfig::port, "The TCP port; 0 lets the system choose one.");
    final Setting<ServerConfig, Optional<Path>> tlsCertificate = add(
            "tls_certificate",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            ServerConfig::tlsCertificate,
            "A PEM file with the certificate chain: clients speak TLS (wss://). Read again when it changes.");
    final Setting<ServerConfig, Optional<Path>> tlsKey = add(
            "tls_key",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            ServerConfig::tlsKey,
            "A PEM file with its private key (PKCS #8). A pair that does not fit leaves the one before in use.");
    private final Setting<ServerConfig, List<String>> trustedProxies = add(
            "trusted_proxies",
            Texts.networks(1_000),
            ServerConfig::trustedProxies,
            "Proxies that are believed when they say for whom they speak; anybody else is not.");
    private final Setting<ServerConfig, ForwardedHeader> forwardedHeader = add(
            "forwarded_header",
            Text.oneOf(ForwardedHeader.class),
            ServerConfig::forwardedHeader,
            "Where they say it; the proxy must set or append to that header. Forwarded is that of RFC 7239.");
    private final Setting<ServerConfig, Boolean> proxyProtocol = add(
            "proxy_protocol",
            new TrueOrFalse(),
            ServerConfig::proxyProtocol,
            "Whether they begin each connection with a PROXY header (version 1 or 2); one without it is closed.");
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
                values.get(tlsCertificate),
                values.get(tlsKey),
                values.get(trustedProxies),
                values.get(forwardedHeader),
                values.get(proxyProtocol),
                values.get(compression),
                values.get(ioThreads),
                values.get(shutdownGrace));
    }
}
