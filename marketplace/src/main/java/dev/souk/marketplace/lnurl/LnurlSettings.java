package dev.souk.marketplace.lnurl;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether wallets are asked, which, and with what patience.
 *
 * @param mode whether
 * @param hosts which, in the mode {@link Mode#ALLOW_LIST}: names, each for itself and not for names below it
 * @param timeout for one answer, from the name's resolution to the last byte, redirects included
 * @param maxBytes of one answer's body, from 1 to {@link #MAX_BYTES}
 * @param positiveTtl for how long a key is believed
 * @param negativeTtl after how long a wallet that gave none is asked again
 */
public record LnurlSettings(
        Mode mode, Set<String> hosts, Duration timeout, int maxBytes, Duration positiveTtl, Duration negativeTtl) {
    /** The most that {@link #maxBytes()} can be. */
    public static final int MAX_BYTES = 1 << 20;

    /** Which wallets are asked. */
    public enum Mode {
        /** None: money stays claimed. */
        OFF,
        /** Those that the operator lists. */
        ALLOW_LIST,
        /** Any that is on the public Internet. */
        ANY
    }

    /** Off; with five seconds, 64 KiB, a day and ten minutes for whoever turns it on. */
    public static final LnurlSettings DEFAULT = new LnurlSettings(
            Mode.OFF, Set.of(), Duration.ofSeconds(5), 65_536, Duration.ofHours(24), Duration.ofMinutes(10));

    public LnurlSettings {
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("the timeout must be above 0 and at most a minute: " + timeout);
        }
        if (maxBytes < 1 || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("maxBytes must be from 1 to " + MAX_BYTES + ": " + maxBytes);
        }
        if (positiveTtl.isNegative() || negativeTtl.isNegative()) {
            throw new IllegalArgumentException("a time to live is negative");
        }
    }

    /** True when this host may be asked. */
    public boolean admits(String host) {
        return switch (mode) {
            case OFF -> false;
            case ALLOW_LIST -> hosts.contains(host);
            case ANY -> true;
        };
    }
}
