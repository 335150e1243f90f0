package dev.souk.relay.config;

import java.time.Duration;
import java.util.List;

/**
 * Where and how clients connect.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 lets the system choose
 * @param trustedProxies addresses and CIDR ranges whose {@code X-Forwarded-For} is believed
 * @param compression whether permessage-deflate is negotiated when a client offers it
 * @param ioThreads threads that move bytes
 * @param shutdownGrace how long a stop waits for what is under way
 */
public record ServerConfig(
        String host,
        int port,
        List<String> trustedProxies,
        boolean compression,
        int ioThreads,
        Duration shutdownGrace) {
    /** Loopback, the port everyone expects, proxies on this machine believed. */
    public static final ServerConfig DEFAULT =
            new ServerConfig("127.0.0.1", 7777, List.of("127.0.0.1/32", "::1/128"), true, 2, Duration.ofSeconds(10));

    public ServerConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
