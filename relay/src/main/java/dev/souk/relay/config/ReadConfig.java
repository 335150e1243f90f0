package dev.souk.relay.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How much one client may have read for it. What is empty, or zero, limits nothing.
 *
 * @param anonymousRows index rows and events that are looked at for a connection that has proved no key
 * @param anonymousBytes of stored events that are sent to it
 * @param authenticatedRows the same for one that has proved a key
 * @param authenticatedBytes the same
 * @param listedRows the same for one that has proved to be an operator or a trusted key
 * @param listedBytes the same
 * @param shares as much as so many connections may have, all those of one address may have together, and all of one key
 * @param maxQueries requests of one connection that wait or run
 * @param connectionRate connections from one address
 * @param maxConnections of one address that are open
 * @param maxTracked addresses and keys that are remembered; past it the least active are forgotten
 */
public record ReadConfig(
        Optional<Rate> anonymousRows,
        Optional<Rate> anonymousBytes,
        Optional<Rate> authenticatedRows,
        Optional<Rate> authenticatedBytes,
        Optional<Rate> listedRows,
        Optional<Rate> listedBytes,
        int shares,
        int maxQueries,
        Optional<Rate> connectionRate,
        int maxConnections,
        int maxTracked) {
    /**
     * A home feed costs some thousand rows and half a megabyte. Three million rows are some three seconds of a processor's
     * time, a hundred megabytes the notes of a hundred people.
     */
    public static final ReadConfig DEFAULT = new ReadConfig(
            Optional.of(perMinute(3_000_000)),
            Optional.of(perMinute(100_000_000)),
            Optional.of(perMinute(6_000_000)),
            Optional.of(perMinute(200_000_000)),
            Optional.of(perMinute(30_000_000)),
            Optional.of(perMinute(1_000_000_000)),
            4,
            200,
            Optional.of(perMinute(300)),
            200,
            20_000);

    private static Rate perMinute(long amount) {
        return new Rate(amount, Duration.ofMinutes(1));
    }
}
