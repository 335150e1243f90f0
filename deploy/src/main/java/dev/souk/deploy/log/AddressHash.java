package dev.souk.deploy.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides addresses: the same address has the same hash for one day (UTC), so that what one client does can be seen
 * together, and then nobody can tell any more whose it was. The key of the day is nowhere but in memory; a restart makes
 * another. Thread-safe.
 */
final class AddressHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHOWN_BYTES = 6;

    private final SecureRandom random = new SecureRandom();

    /** Guarded by this. */
    private Optional<DayKey> key = Optional.empty();

    private record DayKey(LocalDate day, SecretKeySpec secret) {}

    /** The hash of what a log line calls an address, its port aside, on that day. */
    String of(String address, Instant at) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(keyOf(LocalDate.ofInstant(at, ZoneOffset.UTC)));
            byte[] hash = mac.doFinal(host(address).getBytes(StandardCharsets.UTF_8));
            return "hash-" + HexFormat.of().formatHex(Arrays.copyOf(hash, SHOWN_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private synchronized SecretKeySpec keyOf(LocalDate day) {
        if (key.filter(known -> known.day().equals(day)).isEmpty()) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            key = Optional.of(new DayKey(day, new SecretKeySpec(bytes, ALGORITHM)));
        }
        return key.orElseThrow().secret();
    }

    /** {@code /192.0.2.1:80}, {@code [2001:db8::1]:80} or the address alone. */
    private static String host(String address) {
        String text = address.startsWith("/") ? address.substring(1) : address;
        if (text.startsWith("[")) {
            return text.substring(1, Math.max(1, text.indexOf(']')));
        }
        int colon = text.indexOf(':');
        return colon > 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
