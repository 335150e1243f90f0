package dev.souk.marketplace.lnurl;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An HTTPS server on this machine with a certificate of its own for {@link #HOST} and {@link #OTHER_HOST}, and the
 * network in which those names lead to it.
 */
public final class TestPayServer implements AutoCloseable {
    public static final String HOST = "pay.example";

    /** A name that leads to another address of the server. */
    static final String OTHER_HOST = "other.example";

    /** A name that leads to the same address, but is not in the certificate. */
    static final String UNCERTIFIED_HOST = "imposter.example";

    /** A name that leads into a private network. */
    static final String PRIVATE_HOST = "private.example";

    private static final char[] PASSWORD = "password".toCharArray();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SSLContext tls;

    private TestPayServer(SSLContext tls) throws IOException {
        this.tls = tls;
        // At all addresses, as two of them are used.
        server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
        server.start();
    }

    /** Starts a server; its key pair is kept in {@code folder}. */
    public static TestPayServer start(Path folder) throws Exception {
        return new TestPayServer(tls(folder.resolve("keys.p12")));
    }

    private static SSLContext tls(Path keys) throws IOException, InterruptedException, GeneralSecurityException {
        if (!Files.exists(keys)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "pay",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + HOST,
                            "-ext",
                            "SAN=dns:" + HOST + ",dns:" + OTHER_HOST + ",dns:" + PRIVATE_HOST,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keys.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted(store));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    private static KeyStore trusted(KeyStore own) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("pay", own.getCertificate("pay"));
        return trusted;
    }

    /** A network in which this machine is the Internet. */
    public LnurlNetwork network() {
        return new LnurlNetwork(
                TestPayServer::resolve,
                address -> address.isLoopbackAddress() || PublicAddresses.contain(address),
                tls,
                port());
    }

    /** The names of this server, looked up as on the Internet: loopback is refused. */
    LnurlNetwork strictNetwork() {
        return new LnurlNetwork(TestPayServer::resolve, PublicAddresses::contain, tls, port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    SSLContext tls() {
        return tls;
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        return switch (host) {
            case HOST, UNCERTIFIED_HOST -> List.of(ipv4(127, 0, 0, 1));
            case OTHER_HOST -> List.of(ipv4(127, 0, 0, 2));
            case PRIVATE_HOST -> List.of(ipv4(127, 0, 0, 1), ipv4(10, 0, 0, 1));
            default -> throw new UnknownHostException(host);
        };
    }

    private static InetAddress ipv4(int... bytes) throws UnknownHostException {
        return InetAddress.getByAddress(
                new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
    }

    /** Answers {@code user} at this server, where LUD-16 looks for it. */
    public TestPayServer on(String user, HttpHandler handler) {
        server.createContext("/.well-known/lnurlp/" + user, handler);
        return this;
    }

    /** Answers with a document. */
    public TestPayServer on(String user, int status, String body) {
        return on(user, exchange -> {
            try (exchange) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Sends the caller elsewhere. */
    TestPayServer redirect(String user, String location) {
        return on(user, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(302, -1);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
