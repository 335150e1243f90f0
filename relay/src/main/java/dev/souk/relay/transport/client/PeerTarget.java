package dev.souk.relay.transport.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Which relay to call, and how.
 *
 * @param url {@code ws} or {@code wss}
 * @param proxy a SOCKS5 proxy, which also looks the host up
 * @param connectTimeout up to the end of the WebSocket handshake, for each step on the way
 * @param pingInterval silence after which a ping is sent; the third one without a byte in between ends the connection
 * @param maxMessageBytes the longest message that is read; a longer one ends the connection
 */
public record PeerTarget(
        URI url,
        Optional<InetSocketAddress> proxy,
        Duration connectTimeout,
        Duration pingInterval,
        int maxMessageBytes) {
    private static final int PLAIN_PORT = 80;
    private static final int SECURE_PORT = 443;

    boolean isSecure() {
        return "wss".equalsIgnoreCase(url.getScheme());
    }

    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isSecure() ? SECURE_PORT : PLAIN_PORT;
    }

    int timeoutMillis() {
        return Math.toIntExact(connectTimeout.toMillis());
    }
}
