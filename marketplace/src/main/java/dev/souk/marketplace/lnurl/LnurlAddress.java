package dev.souk.marketplace.lnurl;

import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a wallet tells how it can be paid: an https URL on the usual port, of a host that has a name. Two addresses are
 * equal when they lead to the same URL, however they were spelt.
 *
 * @param host a name in lower case, never a number: so that it can be certified, and no notation of a private address
 *     gets through
 * @param target the path and query, from the slash on, ASCII without spaces or control characters
 */
public record LnurlAddress(String host, String target) {
    /** Longer ones are no addresses. */
    public static final int MAX_LENGTH = 2_048;

    private static final int MAX_HOST = 253;
    private static final int HTTPS_PORT = 443;
    private static final String LNURL = "lnurl";
    private static final Pattern USER = Pattern.compile("[a-z0-9._+-]{1,64}");

    /** At least two labels, the last of which begins with a letter as no number does. */
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    public LnurlAddress {
        if (!isHost(host) || !target.startsWith("/")) {
            throw new IllegalArgumentException("not a host and a path");
        }
    }

    /**
     * The address that somebody wrote: {@code user@host} (LUD-16) or a bech32 text (LUD-01), which may follow
     * {@code lightning:}. Clients write either into {@code lud16}, {@code lud06} and {@code lnurl}.
     */
    public static Optional<LnurlAddress> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String bare = text.strip();
        if (bare.regionMatches(true, 0, "lightning:", 0, 10)) {
            bare = bare.substring(10);
        }
        return bare.indexOf('@') >= 0 ? ofInternetIdentifier(bare) : ofBech32(bare);
    }

    private static Optional<LnurlAddress> ofInternetIdentifier(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int at = lower.indexOf('@');
        String user = lower.substring(0, at);
        String host = lower.substring(at + 1);
        return USER.matcher(user).matches() && isHost(host)
                ? Optional.of(new LnurlAddress(host, "/.well-known/lnurlp/" + user))
                : Optional.empty();
    }

    private static Optional<LnurlAddress> ofBech32(String text) {
        if (Bech32.read(text, MAX_LENGTH) instanceof Bech32.Outcome.Read(Bech32 words)
                && words.prefix().equals(LNURL)) {
            return words.bytes()
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .flatMap(LnurlAddress::ofUrl);
        }
        return Optional.empty();
    }

    /** The address that a URL names. */
    static Optional<LnurlAddress> ofUrl(String text) {
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** {@link URI} admits no spaces and no control characters; beyond ASCII it does, and this does not. */
    private static Optional<LnurlAddress> of(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean isAsked = "https".equalsIgnoreCase(uri.getScheme())
                && uri.getRawUserInfo() == null
                && (uri.getPort() == -1 || uri.getPort() == HTTPS_PORT)
                && isHost(host);
        if (!isAsked) {
            return Optional.empty();
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        boolean isPlain = target.length() <= MAX_LENGTH && target.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return isPlain ? Optional.of(new LnurlAddress(host, target)) : Optional.empty();
    }

    /** Where a redirect from here leads, when that is an address too. */
    Optional<LnurlAddress> redirected(String location) {
        if (location.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return of(new URI(url()).resolve(new URI(location)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Names under {@code .onion} are not for the DNS (RFC 7686), and nothing here speaks Tor. */
    private static boolean isHost(String text) {
        return text.length() <= MAX_HOST && HOST.matcher(text).matches() && !text.endsWith(".onion");
    }

    /**
     * One number for all spellings of an address, whichever of the two forms they have; a text that is no address has its
     * own.
     */
    public static Bytes32 fingerprint(String text) {
        String canonical = parse(text).map(LnurlAddress::url).orElse(text);
        return Sha256.of(canonical.getBytes(StandardCharsets.UTF_8));
    }

    /** The whole URL. */
    public String url() {
        return "https://" + host + target;
    }
}
