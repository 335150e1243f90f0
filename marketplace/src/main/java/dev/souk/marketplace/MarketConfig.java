package dev.souk.marketplace;

import dev.souk.marketplace.dialect.DialectSettings.BidUnit;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.Bytes32;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator can set about the marketplace.
 *
 * @param enabled whether there is one; without it the relay is a relay
 * @param keyFile where the relay's secret key is kept; when absent, beside the events
 * @param defaultBidUnit the unit of a bid in a 68001 request when neither its tags nor its time tell
 * @param publishInterval the least time between two versions of one event that the relay publishes
 * @param aggregateInterval the same for the market's and the job types' numbers
 * @param statsKind the kind of those; addressable
 * @param zapTrust which wallets are asked for the keys that sign their zap receipts
 * @param zapHosts the hosts of wallets that are asked with {@link ZapTrust#ALLOW_LIST}
 * @param trustedSigners keys that sign the receipts of wallets which serve unrelated people: what they verify is earned
 * @param silence after so long a job without a deadline is expired, and a silent offer given up
 * @param grace how long after a payment, or after the deadline, a delivery may take before it counts as not made
 * @param maxWaiting facts that are kept for jobs that they do not name, because their target is unknown
 * @param maxUnknownJobs jobs that are kept although their request is unknown
 * @param maxTypes job types with numbers of their own; later ones share one
 * @param maxLag changes that it may be behind; from half of it on events are taken in more slowly
 * @param hotJobBytes Java heap for jobs that are asked for often
 */
public record MarketConfig(
        boolean enabled,
        Optional<Path> keyFile,
        BidUnit defaultBidUnit,
        Duration publishInterval,
        Duration aggregateInterval,
        int statsKind,
        ZapTrust zapTrust,
        List<String> zapHosts,
        Set<Bytes32> trustedSigners,
        Duration silence,
        Duration grace,
        long maxWaiting,
        long maxUnknownJobs,
        int maxTypes,
        long maxLag,
        long hotJobBytes) {
    /** On, with a key beside the events, asking nobody. */
    public static final MarketConfig DEFAULT = new MarketConfig(
            true,
            Optional.empty(),
            BidUnit.SAT,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            38_690,
            ZapTrust.LOCAL,
            List.of(),
            Set.of(),
            Duration.ofDays(7),
            Duration.ofDays(1),
            100_000,
            100_000,
            10_000,
            50_000,
            24L << 20);

    public MarketConfig {
        zapHosts = List.copyOf(zapHosts);
        trustedSigners = Set.copyOf(trustedSigners);
    }
}
