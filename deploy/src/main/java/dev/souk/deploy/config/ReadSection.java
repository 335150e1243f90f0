package dev.souk.deploy.config;

import dev.souk.relay.config.Rate;
import dev.souk.relay.config.ReadConfig;
import java.util.Optional;

/** {@code [read]}. */
final class ReadSection extends Section<ReadConfig> {
    private final Setting<ReadConfig, Optional<Rate>> anonymousRows = add(
            "anonymous_rows",
            RateText.orNone(),
            ReadConfig::anonymousRows,
            "Index rows and events that are looked at for one connection that has proved no key.");
    private final Setting<ReadConfig, Optional<Rate>> anonymousBytes = add(
            "anonymous_bytes",
            RateText.orNone(),
            ReadConfig::anonymousBytes,
            "Bytes of stored events that are sent to it.");
    private final Setting<ReadConfig, Optional<Rate>> authenticatedRows = add(
            "authenticated_rows",
            RateText.orNone(),
            ReadConfig::authenticatedRows,
            "The same for a connection that has proved a key (NIP-42).");
    private final Setting<ReadConfig, Optional<Rate>> authenticatedBytes =
            add("authenticated_bytes", RateText.orNone(), ReadConfig::authenticatedBytes, "The same in bytes.");
    private final Setting<ReadConfig, Optional<Rate>> listedRows = add(
            "listed_rows",
            RateText.orNone(),
            ReadConfig::listedRows,
            "The same for one that has proved to be an operator, or a key of trusted-pubkeys.txt.");
    private final Setting<ReadConfig, Optional<Rate>> listedBytes =
            add("listed_bytes", RateText.orNone(), ReadConfig::listedBytes, "The same in bytes.");
    private final Setting<ReadConfig, Integer> shares = add(
            "shares",
            WholeNumber.ints(1, 1_000, "connections"),
            ReadConfig::shares,
            "As much as so many connections may have, all those of one address, or one key, may have together.");
    private final Setting<ReadConfig, Integer> maxQueries = add(
            "max_queries",
            WholeNumber.ints(1, 1_000_000, "requests"),
            ReadConfig::maxQueries,
            "Requests of one connection that are being answered; past it they are CLOSED.");
    private final Setting<ReadConfig, Optional<Rate>> connectionRate = add(
            "connection_rate",
            RateText.orNone(),
            ReadConfig::connectionRate,
            "Connections from one address; past it they are turned away with HTTP 429.");
    private final Setting<ReadConfig, Integer> maxConnections = add(
            "max_connections",
            WholeNumber.ints(1, 1_000_000, "connections"),
            ReadConfig::maxConnections,
            "Open connections of one address, of an IPv6 network of 64 bits; past it more are turned away with HTTP 429.");
    private final Setting<ReadConfig, Integer> maxTracked = add(
            "max_tracked",
            WholeNumber.ints(100, 10_000_000, "addresses or keys"),
            ReadConfig::maxTracked,
            "How many each budget remembers; past it the least active are forgotten.");

    ReadSection() {
        super(
                "read",
                "How much is read for one client. Past a budget a REQ ends early, and says so; the next ones wait for refill.",
                ReadConfig.DEFAULT,
                config -> config.relay().read());
    }

    @Override
    ReadConfig read(Values values) {
        return new ReadConfig(
                values.get(anonymousRows),
                values.get(anonymousBytes),
                values.get(authenticatedRows),
                values.get(authenticatedBytes),
                values.get(listedRows),
                values.get(listedBytes),
                values.get(shares),
                values.get(maxQueries),
                values.get(connectionRate),
                values.get(maxConnections),
                values.get(maxTracked));
    }
}
