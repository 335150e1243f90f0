package dev.souk.relay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how clients connect.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 lets the system choose
 * @param tlsCertificate the file of the certificate and those it stands on, in PEM; with it, clients speak TLS here
 * @param tlsKey the file of its private key, in PEM (PKCS #8)
 * @param trustedProxies addresses and CIDR ranges of those who are believed when they say for whom they speak
 * @param forwardedHeader where they say it
 * @param proxyProtocol whether each of their connections begins with a PROXY header, version 1 or 2
 * @param compression whether permessage-deflate is negotiated when a client offers it
 * @param ioThreads threads that move bytes
 * @param shutdownGrace how long a stop waits for what is under way
 */
public record ServerConfig(
        String host,
        int port,
        Optional<Path> tlsCertificate,
        Optional<Path> tlsKey,
        List<String> trustedProxies,
        ForwardedHeader forwardedHeader,
        boolean proxyProtocol,
        boolean compression,
        int ioThreads,
        Duration shutdownGrace) {
    /** A header by which proxies say for whom they speak; the others are ignored, whoever sends them. */
    public enum ForwardedHeader {
        NONE,
        X_FORWARDED_FOR,
        /** RFC 7239. */
        FORWARDED
    }

    /** Loopback, the port everyone expects, proxies on this machine believed. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            "127.0.0.1",
            7777,
            Optional.empty(),
            Optional.empty(),
            List.of("127.0.0.1/32", "::1/128"),
            ForwardedHeader.X_FORWARDED_FOR,
            false,
            true,
            2,
            Duration.ofSeconds(10));

    public ServerConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** The same on another port, which stops within another grace. */
    public ServerConfig on(int otherPort, Duration otherGrace) {
        return new ServerConfig(
                host,
                otherPort,
                tlsCertificate,
                tlsKey,
                trustedProxies,
                forwardedHeader,
                proxyProtocol,
                compression,
                ioThreads,
                otherGrace);
    }

    /** The same behind proxies that speak otherwise. */
    public ServerConfig behind(List<String> proxies, ForwardedHeader header, boolean sendsProxyHeader) {
        return new ServerConfig(
                host,
                port,
                tlsCertificate,
                tlsKey,
                proxies,
                header,
                sendsProxyHeader,
                compression,
                ioThreads,
                shutdownGrace);
    }

    /** The same with or without compression. */
    public ServerConfig compressing(boolean isOn) {
        return new ServerConfig(
                host,
                port,
                tlsCertificate,
                tlsKey,
                trustedProxies,
                forwardedHeader,
                proxyProtocol,
                isOn,
                ioThreads,
                shutdownGrace);
    }

    /** The same with a certificate. */
    public ServerConfig certified(Path certificate, Path key) {
        return new ServerConfig(
                host,
                port,
                Optional.of(certificate),
                Optional.of(key),
                trustedProxies,
                forwardedHeader,
                proxyProtocol,
                compression,
                ioThreads,
                shutdownGrace);
    }

    /** True when clients speak TLS. */
    public boolean isTls() {
        return tlsCertificate.isPresent() && tlsKey.isPresent();
    }
}
