package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.TestEvents;
import dev.souk.relay.transport.TransportException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS without a proxy. */
class TlsIT {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path folder = Path.of("");

    private Optional<RelayFixture> started = Optional.empty();
    private final SSLContext trusting = trusting();

    @AfterEach
    void stop() {
        started.ifPresent(RelayFixture::close);
    }

    private RelayFixture relay() {
        RelayFixture relay =
                RelayFixture.start(config -> config.withServer(config.server().certified(certificate(), key())));
        started = Optional.of(relay);
        return relay;
    }

    private Path certificate() {
        return folder.resolve("chain.pem");
    }

    private Path key() {
        return folder.resolve("key.pem");
    }

    /** Whatever the relay shows: here it is looked at, not trusted. */
    private static SSLContext trusting() {
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no TLS", e);
        }
    }

    /** Makes a pair with the JDK's tool, and returns its number. */
    private BigInteger makePair(String algorithm, Path certificate, Path key) throws IOException {
        Path store = Files.createTempFile(folder, "pair", ".p12");
        Files.delete(store);
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        try {
            int exit = new ProcessBuilder(
                            tool,
                            "-genkeypair",
                            "-alias",
                            "relay",
                            "-keyalg",
                            algorithm,
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "10",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start()
                    .waitFor();
            assertEquals(0, exit);
            KeyStore pair = KeyStore.getInstance(store.toFile(), PASSWORD);
            X509Certificate made = (X509Certificate) pair.getCertificate("relay");
            write(certificate, "CERTIFICATE", made.getEncoded());
            write(key, "PRIVATE KEY", pair.getKey("relay", PASSWORD).getEncoded());
            return made.getSerialNumber();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no pair", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void write(Path file, String label, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private BigInteger shown(RelayFixture relay, String... protocols) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), relay.port())) {
            socket.setSoTimeout(10_000);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @Test
    void webSocketAndHttpsShareThePort() throws IOException, InterruptedException {
        makePair("EC", certificate(), key());
        RelayFixture relay = relay();
        URI uri = URI.create("wss://localhost:" + relay.port() + "/");
        try (HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
                TestClient client = TestClient.connect(uri, http)) {
            client.accepted(TestEvents.ofKind(1)
                    .at(RelayFixture.START.getEpochSecond())
                    .content("x".repeat(50_000))
                    .build());
            assertEquals(1, client.stored("{\"kinds\":[1]}").size());
            HttpRequest question = HttpRequest.newBuilder(URI.create("https://localhost:" + relay.port()))
                    .header("Accept", "application/nostr+json")
                    .build();
            String document =
                    http.send(question, HttpResponse.BodyHandlers.ofString()).body();
            assertTrue(document.contains("supported_nips"), document);
        }
        assertTrue(relay.meter("souk_tls_certificate_left_seconds") > 0);
    }

    @Test
    void anRsaKeyServesAsWellAndOldProtocolsAreRefused() throws IOException {
        BigInteger serial = makePair("RSA", certificate(), key());
        RelayFixture relay = relay();
        assertEquals(serial, shown(relay, "TLSv1.2"));
        assertEquals(serial, shown(relay, "TLSv1.3"));
        assertThrows(IOException.class, () -> shown(relay, "TLSv1.1"));
    }

    @Test
    void whoSpeaksPlainHttpToItIsCutOff() throws IOException {
        makePair("EC", certificate(), key());
        RelayFixture relay = relay();
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            raw.awaitEnd();
        }
        shown(relay);
    }

    @Test
    void aRenewedPairIsTakenUpAndABadOneIsNot() throws IOException {
        BigInteger first = makePair("EC", certificate(), key());
        RelayFixture relay = relay();
        assertEquals(first, shown(relay));
        Path otherKey = folder.resolve("other-key.pem");
        BigInteger second = makePair("EC", folder.resolve("other.pem"), otherKey);
        Files.copy(folder.resolve("other.pem"), certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        relay.set(config -> config);
        relay.set(config -> config);
        assertEquals(first, shown(relay), "the key is still that of the first");
        Files.copy(otherKey, key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Eventually.holds("the second certificate", () -> second.equals(shownNow(relay)));
        Files.writeString(key(), "nonsense");
        relay.set(config -> config);
        relay.set(config -> config);
        assertEquals(second, shown(relay));
    }

    private BigInteger shownNow(RelayFixture relay) {
        try {
            return shown(relay);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aPairThatDoesNotFitKeepsTheRelayFromStartingAndSaysWhy() throws IOException {
        makePair("EC", certificate(), key());
        makePair("EC", folder.resolve("other.pem"), key());
        TransportException refusal = assertThrows(TransportException.class, this::relay);
        assertTrue(String.valueOf(refusal.getMessage()).contains("is not the key of"), refusal::toString);
        Files.writeString(
                key(),
                Files.readString(key())
                        .replace("BEGIN PRIVATE", "BEGIN EC PRIVATE")
                        .replace("END PRIVATE", "END EC PRIVATE"));
        refusal = assertThrows(TransportException.class, this::relay);
        assertTrue(String.valueOf(refusal.getMessage()).contains("openssl pkcs8 -topk8"), refusal::toString);
    }
}
