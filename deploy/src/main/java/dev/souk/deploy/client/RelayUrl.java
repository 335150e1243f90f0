package dev.souk.deploy.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a relay is.
 *
 * @param uri {@code ws} or {@code wss}, with a host
 */
public record RelayUrl(URI uri) {
    /** Where {@code souk relay} listens when nothing is configured. */
    public static final RelayUrl DEFAULT = new RelayUrl(URI.create("ws://127.0.0.1:7777"));

    /** True when this is meant to be one, well-formed or not: what begins otherwise is a filter, an id or a file. */
    public static boolean isMeant(String text) {
        return text.matches("(?is)(wss?|https?)://.*");
    }

    /** The URL that {@code text} spells; nothing when it is none of a relay. */
    public static Optional<RelayUrl> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean isRelay = "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
            return isRelay && uri.getHost() != null && uri.getFragment() == null
                    ? Optional.of(new RelayUrl(uri))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Where the same relay answers over HTTP: http for ws, https for wss. */
    public URI http() {
        return URI.create("http" + uri.toString().substring(2));
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
