package dev.souk.relay;

import dev.souk.relay.config.Rate;
import dev.souk.relay.config.ReadConfig;
import java.time.Duration;
import java.util.Optional;

/** Settings of {@code [read]} that limit nothing but what a test is about. */
final class TestRead {
    private Optional<Rate> anonymousRows = Optional.empty();
    private Optional<Rate> anonymousBytes = Optional.empty();
    private Optional<Rate> authenticatedRows = Optional.empty();
    private Optional<Rate> authenticatedBytes = Optional.empty();
    private Optional<Rate> listedRows = Optional.empty();
    private Optional<Rate> listedBytes = Optional.empty();
    private int shares = 4;
    private int maxQueries = 100;
    private Optional<Rate> connectionRate = Optional.empty();
    private int maxConnections = 1_000;
    private int maxTracked = 1_000;

    private static Optional<Rate> aMinute(long amount) {
        return Optional.of(new Rate(amount, Duration.ofMinutes(1)));
    }

    TestRead anonymousRows(int rows) {
        anonymousRows = aMinute(rows);
        return this;
    }

    TestRead anonymousBytes(int bytes) {
        anonymousBytes = aMinute(bytes);
        return this;
    }

    TestRead authenticatedRows(int rows) {
        authenticatedRows = aMinute(rows);
        return this;
    }

    TestRead authenticatedBytes(int bytes) {
        authenticatedBytes = aMinute(bytes);
        return this;
    }

    TestRead listedRows(int rows) {
        listedRows = aMinute(rows);
        return this;
    }

    TestRead listedBytes(int bytes) {
        listedBytes = aMinute(bytes);
        return this;
    }

    TestRead shares(int connections) {
        shares = connections;
        return this;
    }

    TestRead maxQueries(int queries) {
        maxQueries = queries;
        return this;
    }

    TestRead connectionRate(int connections) {
        connectionRate = aMinute(connections);
        return this;
    }

    TestRead maxConnections(int connections) {
        maxConnections = connections;
        return this;
    }

    TestRead maxTracked(int many) {
        maxTracked = many;
        return this;
    }

    ReadConfig build() {
        return new ReadConfig(
                anonymousRows,
                anonymousBytes,
                authenticatedRows,
                authenticatedBytes,
                listedRows,
                listedBytes,
                shares,
                maxQueries,
                connectionRate,
                maxConnections,
                maxTracked);
    }
}
