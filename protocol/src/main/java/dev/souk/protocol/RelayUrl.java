package dev.souk.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a relay is, as clients write it in events, normalised: scheme and host in lower case, the default port and a
 * trailing slash left out, {@code http} taken for {@code ws}.
 *
 * @param isSecure {@code wss}
 * @param host in lower case
 * @param port the one that counts, also when the URL names none
 * @param path without a trailing slash; empty for the root
 */
public record RelayUrl(boolean isSecure, String host, int port, String path) {
    private static final int MAX_LENGTH = 1_024;
    private static final int PLAIN_PORT = 80;
    private static final int SECURE_PORT = 443;

    /** The relay that {@code text} names; nothing when it names none. */
    public static Optional<RelayUrl> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean isSecure = scheme.equals("wss") || scheme.equals("https");
            boolean isPlain = scheme.equals("ws") || scheme.equals("http");
            if (uri.getHost() == null || !(isSecure || isPlain)) {
                return Optional.empty();
            }
            int standard = isSecure ? SECURE_PORT : PLAIN_PORT;
            return Optional.of(new RelayUrl(
                    isSecure,
                    uri.getHost().toLowerCase(Locale.ROOT),
                    uri.getPort() < 0 ? standard : uri.getPort(),
                    withoutSlashes(uri.getRawPath() == null ? "" : uri.getRawPath())));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    @Override
    public String toString() {
        boolean isStandard = port == (isSecure ? SECURE_PORT : PLAIN_PORT);
        return (isSecure ? "wss://" : "ws://") + host + (isStandard ? "" : ":" + port) + path;
    }
}
