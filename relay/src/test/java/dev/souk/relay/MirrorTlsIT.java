package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other relays behind TLS: which certificates are believed. */
@Timeout(180)
class MirrorTlsIT {
    private static final String PASSWORD = "password";

    @TempDir
    private Path folder = Path.of("");

    /** Makes a pair with the JDK's tool; its certificate is good for this name. */
    private void makePair(String name) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias relay -keyalg EC -dname CN=relay -ext SAN=" + name
                + " -validity 10 -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + store();
        try {
            Process process = new ProcessBuilder((tool + " " + options).split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            assertEquals(0, process.waitFor());
            KeyStore pair = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            write("chain.pem", "CERTIFICATE", pair.getCertificate("relay").getEncoded());
            write(
                    "key.pem",
                    "PRIVATE KEY",
                    pair.getKey("relay", PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no pair", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private Path store() {
        return folder.resolve("pair.p12");
    }

    private void write(String file, String label, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private RelayFixture secured() {
        return RelayFixture.start(config ->
                config.withServer(config.server().certified(folder.resolve("chain.pem"), folder.resolve("key.pem"))));
    }

    private static void mirror(RelayFixture here, RelayFixture there) {
        URI url = URI.create("wss://127.0.0.1:" + there.port());
        MirrorConfig plain = MirrorConfig.of(url, Direction.DOWN);
        MirrorConfig named = new MirrorConfig(
                "other", url, plain.direction(), plain.filters(), plain.trust(), plain.catchUp(), plain.proxy());
        here.set(config -> config.withMirrors(MirrorIT.quick().with(named)));
    }

    private static boolean hasFailed(RelayFixture here) {
        return here.meter("souk_mirror_connections_total{mirror=\"other\",outcome=\"failed\"}") >= 2;
    }

    /** Has this certificate believed, as an operator may (SOUK_JAVA_OPTS). */
    private void believing(Runnable test) {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        System.setProperty("javax.net.ssl.trustStore", store().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        try {
            test.run();
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    void aCertificateOfNobodyIsNotBelieved() throws IOException {
        makePair("ip:127.0.0.1");
        try (RelayFixture here = RelayFixture.start();
                RelayFixture there = secured()) {
            there.store().save(List.of(note("x").build()));
            mirror(here, there);
            Eventually.holds("it is not believed", () -> hasFailed(here));
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotBelieved() throws IOException {
        makePair("dns:other.example");
        believing(() -> {
            try (RelayFixture here = RelayFixture.start();
                    RelayFixture there = secured()) {
                mirror(here, there);
                Eventually.holds("it is not believed", () -> hasFailed(here));
            }
        });
    }

    @Test
    void aCertificateThatIsTrustedAndForThisNameIsBelieved() throws IOException {
        makePair("ip:127.0.0.1");
        Event event = note("x").build();
        believing(() -> {
            try (RelayFixture here = RelayFixture.start();
                    RelayFixture there = secured()) {
                there.store().save(List.of(event));
                mirror(here, there);
                Eventually.holds("it arrives", () -> here.store().contains(event.id()));
            }
        });
    }
}
