package dev.souk.relay.transport;

import dev.souk.relay.config.ServerConfig;
import dev.souk.relay.files.WatchedFiles;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that new connections are shown, from files that whoever renews it replaces: a pair that does not fit, or
 * cannot be read, leaves the one before in use. Looked after by the thread {@code scheduler}; asked by event loops.
 */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Supplier<ServerConfig> config;
    private final InstantSource clock;

    /** What the files held when they were good; replaced as a whole. */
    private volatile Optional<Pair> current = Optional.empty();

    /** Guarded by this, as the next one. */
    private Optional<Names> watched = Optional.empty();

    private WatchedFiles files = new WatchedFiles(List.of());

    private record Names(Path certificate, Path key) {
        static Optional<Names> of(ServerConfig config) {
            return config.tlsCertificate().flatMap(chain -> config.tlsKey().map(key -> new Names(chain, key)));
        }
    }

    private record Pair(SslContext context, Instant expiry) {}

    TlsFiles(Supplier<ServerConfig> config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Reads the files for the first time.
     *
     * @throws TransportException when they cannot be used
     */
    synchronized void start() {
        watch(Names.of(config.get()));
        try {
            if (watched.isPresent()) {
                current = Optional.of(load(watched.get()));
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new TransportException("cannot use the certificate of [server]: " + told(e), e);
        }
        warnOfExpiry();
    }

    private void watch(Optional<Names> latest) {
        watched = latest;
        files = new WatchedFiles(
                latest.map(names -> List.of(names.certificate(), names.key())).orElse(List.of()));
    }

    /** Takes files up that have changed, or that the configuration names newly. */
    synchronized void look() {
        Optional<Names> latest = Names.of(config.get());
        boolean areOthers = !latest.equals(watched);
        if (!areOthers && !files.haveChanged()) {
            return;
        }
        if (areOthers) {
            watch(latest);
        }
        try {
            current = latest.isPresent() ? Optional.of(load(latest.get())) : Optional.empty();
            LOG.info(
                    "event=certificate-read expires={}",
                    current.map(Pair::expiry).map(Instant::toString).orElse("-"));
            warnOfExpiry();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.error("event=certificate-refused why=\"{}\" what=\"the one from before stays in use\"", told(e));
        }
    }

    private void warnOfExpiry() {
        current.map(Pair::expiry)
                .filter(expiry -> !expiry.isAfter(clock.instant()))
                .ifPresent(expiry -> LOG.error("event=certificate-expired expired={}", expiry));
    }

    private static String told(Exception failure) {
        return failure instanceof IOException
                ? failure.getClass().getSimpleName() + ": " + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }

    private static Pair load(Names names) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = chain(names.certificate());
        PrivateKey key = PemKey.read(names.key());
        requirePair(chain.getFirst().getPublicKey(), key, names);
        SslContext context =
                SslContextBuilder.forServer(key, chain).protocols(PROTOCOLS).build();
        return new Pair(context, chain.getFirst().getNotAfter().toInstant());
    }

    private static List<X509Certificate> chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends java.security.cert.Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IllegalArgumentException(file + " holds no certificate");
            }
            return all.stream().map(X509Certificate.class::cast).toList();
        }
    }

    /** The library would find out at the first handshake only. */
    private static void requirePair(PublicKey certified, PrivateKey key, Names names) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        boolean isPair = key.getAlgorithm().equals(certified.getAlgorithm());
        if (isPair) {
            byte[] sample = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certified);
            checking.update(sample);
            isPair = checking.verify(signing.sign());
        }
        if (!isPair) {
            throw new IllegalArgumentException(
                    names.key() + " is not the key of the first certificate in " + names.certificate());
        }
    }

    /** What to speak TLS with, if this is to be spoken. */
    Optional<SslContext> context() {
        return current.map(Pair::context);
    }

    /** Seconds until the certificate expires; not a number when there is none. */
    double secondsLeft() {
        return current.map(pair -> (double)
                        (pair.expiry().getEpochSecond() - clock.instant().getEpochSecond()))
                .orElse(Double.NaN);
    }
}
