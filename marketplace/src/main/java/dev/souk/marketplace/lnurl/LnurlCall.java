package dev.souk.marketplace.lnurl;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One question to a wallet, redirects included. Runs on a thread of {@link LnurlClient}; {@link #abort} comes from
 * another.
 *
 * <p>It speaks HTTP over a TLS socket of its own: {@code java.net.http} resolves names by itself, and a name whose first
 * answer is public and whose second is 127.0.0.1 would get past any check made before. Here the address that was checked
 * is the one that is connected to, while the certificate is still checked against the name.
 */
final class LnurlCall implements Callable<LnurlOutcome> {
    static final int MAX_REDIRECTS = 3;

    /** Of a name with more addresses, the rest is not tried. */
    private static final int MAX_TRIES = 3;

    private final LnurlSettings settings;
    private final LnurlNetwork network;
    private final HostPace pace;
    private final LnurlAddress address;
    private final long nowSeconds;

    /** What to close so that the thread wakes up. Guarded by this, as is {@link #isAborted}. */
    private @Nullable Socket socket;

    private boolean isAborted;

    LnurlCall(LnurlSettings settings, LnurlNetwork network, HostPace pace, LnurlAddress address, long nowSeconds) {
        this.settings = settings;
        this.network = network;
        this.pace = pace;
        this.address = address;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public LnurlOutcome call() {
        try {
            return follow();
        } catch (LnurlFailure e) {
            return new LnurlOutcome.Refused(e.reason());
        } catch (SSLException e) {
            return new LnurlOutcome.Refused("tls-failed");
        } catch (IOException e) {
            return new LnurlOutcome.Refused("unreachable");
        }
    }

    private LnurlOutcome follow() throws IOException {
        LnurlAddress next = address;
        Set<String> entered = new HashSet<>();
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            if (!settings.admits(next.host())) {
                return new LnurlOutcome.Refused("host-not-allowed");
            }
            if (!mayEnter(next.host(), entered)) {
                return new LnurlOutcome.HostBusy(next.host());
            }
            List<InetAddress> addresses = resolve(next.host());
            // Whoever owns a domain has any number of names for one address, which may be somebody else's.
            if (!addresses.stream().allMatch(each -> mayEnter(HostPace.network(each), entered))) {
                return new LnurlOutcome.HostBusy(next.host());
            }
            switch (ask(next, addresses)) {
                case HttpAnswer.Body(byte[] bytes) -> {
                    return PayRequestReader.read(bytes);
                }
                case HttpAnswer.Status status -> {
                    return new LnurlOutcome.Refused("http-status");
                }
                case HttpAnswer.Redirect(String location) ->
                    next = next.redirected(location).orElseThrow(() -> new LnurlFailure("bad-redirect"));
            }
        }
        return new LnurlOutcome.Refused("too-many-redirects");
    }

    /** Within one call the pace is no matter: a redirect that leads back would for ever come too soon. */
    private boolean mayEnter(String host, Set<String> entered) {
        return !entered.add(host) || pace.enter(host, nowSeconds);
    }

    private HttpAnswer ask(LnurlAddress next, List<InetAddress> addresses) throws IOException {
        try (Socket plain = connect(addresses);
                SSLSocket secure = secure(plain, next.host())) {
            OutputStream out = secure.getOutputStream();
            out.write(question(next).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new HttpAnswerReader(secure.getInputStream(), settings.maxBytes()).read();
        }
    }

    /** Those that are tried. One that is not public among others is no accident: none of them is used. */
    private List<InetAddress> resolve(String host) throws LnurlFailure {
        List<InetAddress> addresses;
        try {
            addresses = network.resolver().resolve(host);
        } catch (UnknownHostException e) {
            throw new LnurlFailure("unknown-host", e);
        }
        if (addresses.isEmpty()) {
            throw new LnurlFailure("unknown-host");
        }
        if (!addresses.stream().allMatch(network.addresses())) {
            throw new LnurlFailure("address-not-public");
        }
        return addresses.subList(0, Math.min(addresses.size(), MAX_TRIES));
    }

    private Socket connect(List<InetAddress> addresses) throws IOException {
        int millis = (int) Math.max(1, settings.timeout().toMillis());
        IOException last = new LnurlFailure("unreachable");
        for (InetAddress next : addresses) {
            // No proxy, whatever the platform is set to: it would do the resolving.
            Socket plain = new Socket(Proxy.NO_PROXY);
            try {
                keep(plain);
                plain.connect(new InetSocketAddress(next, network.port()), Math.max(1, millis / MAX_TRIES));
                plain.setSoTimeout(millis);
                return plain;
            } catch (IOException e) {
                plain.close();
                last = new LnurlFailure("unreachable", e);
            }
        }
        throw last;
    }

    private SSLSocket secure(Socket plain, String host) throws IOException {
        SSLSocket secure = (SSLSocket) network.tls().getSocketFactory().createSocket(plain, host, network.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static String question(LnurlAddress next) {
        return "GET " + next.target() + " HTTP/1.1\r\nHost: " + next.host()
                + "\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nUser-Agent: souk\r\n"
                + "Connection: close\r\n\r\n";
    }

    private synchronized void keep(Socket plain) throws LnurlFailure {
        if (isAborted) {
            throw new LnurlFailure("timeout");
        }
        socket = plain;
    }

    /**
     * Ends it from outside. Read timeouts alone would not: each byte of a TLS record that drips in starts them anew. The
     * plain socket is closed, since closing a TLS socket waits to say good-bye.
     */
    synchronized void abort() {
        isAborted = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no further use either way; whoever reads from it gets its own exception.
                return;
            }
        }
    }
}
