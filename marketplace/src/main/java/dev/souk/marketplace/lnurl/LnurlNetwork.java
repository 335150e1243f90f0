package dev.souk.marketplace.lnurl;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * The network as the client sees it. Anything but {@link #internet()} is for tests.
 *
 * @param resolver tells the addresses of a name
 * @param addresses those that may be connected to
 * @param tls whom to trust
 * @param port that wallets listen on
 */
public record LnurlNetwork(Resolver resolver, Predicate<InetAddress> addresses, SSLContext tls, int port) {
    /** Tells the addresses of a name. May take its time, as the client does not wait for it beyond its limit. */
    @FunctionalInterface
    public interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** Public addresses only, the platform's trusted certificates, port 443. */
    public static LnurlNetwork internet() {
        try {
            return new LnurlNetwork(
                    host -> List.of(InetAddress.getAllByName(host)),
                    PublicAddresses::contain,
                    SSLContext.getDefault(),
                    443);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the platform's TLS cannot be set up", e);
        }
    }
}
