package dev.souk.deploy.config;

import dev.souk.marketplace.MarketConfig;
import dev.souk.marketplace.dialect.DialectSettings.BidUnit;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.Bytes32;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code [marketplace]}. */
final class MarketSection extends Section<MarketConfig> {
    private static final Duration YEARS = Duration.ofDays(3_650);
    private static final int PROFILE = 30_382;
    private static final int JOB_STATUS = 30_383;

    private final Setting<MarketConfig, Boolean> enabled = addForStart(
            "enabled",
            new TrueOrFalse(),
            MarketConfig::enabled,
            "Whether there is a marketplace; without it the relay is a relay.");
    private final Setting<MarketConfig, Optional<Path>> keyFile = addForStart(
            "key_file",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            MarketConfig::keyFile,
            "The relay's secret key, without a marketplace too; made when it is not there; \"\" for relay.key in storage.path.");
    private final Setting<MarketConfig, BidUnit> defaultBidUnit = addForStart(
            "default_bid_unit",
            Text.oneOf(BidUnit.class),
            MarketConfig::defaultBidUnit,
            "The unit of a bid in a request of kind 68001 when neither its tags nor its time tell.");
    private final Setting<MarketConfig, Duration> publishInterval = addForStart(
            "publish_interval",
            new Span(Duration.ofSeconds(1), Duration.ofHours(1)),
            MarketConfig::publishInterval,
            "The least time between two versions of the status of one job or provider.");
    private final Setting<MarketConfig, Duration> aggregateInterval = addForStart(
            "aggregate_interval",
            new Span(Duration.ofSeconds(1), Duration.ofDays(1)),
            MarketConfig::aggregateInterval,
            "The least time between two versions of the numbers of the market or a job type.");
    private final Setting<MarketConfig, Integer> statsKind = addForStart(
            "stats_kind",
            new AllBut<>(
                    WholeNumber.ints(30_000, 39_999, ""),
                    List.of(PROFILE, JOB_STATUS),
                    "the kinds of people and of jobs"),
            MarketConfig::statsKind,
            "The kind of the events with those numbers; an addressable one.");
    final Setting<MarketConfig, ZapTrust> zapTrust = addForStart(
            "zap_trust",
            Text.oneOf(ZapTrust.class),
            MarketConfig::zapTrust,
            "Which wallets are asked for their keys, so that zaps can be verified: none, those listed, or any.");
    final Setting<MarketConfig, List<String>> zapHosts = addForStart(
            "zap_hosts",
            Texts.hosts(1_000),
            MarketConfig::zapHosts,
            "The hosts of the wallets that are asked with zap_trust = \"allow-list\".");
    private final Setting<MarketConfig, Set<Bytes32>> trustedSigners = addForStart(
            "trusted_signers",
            Texts.publicKeys(1_000),
            MarketConfig::trustedSigners,
            "Keys with which wallets that serve unrelated people sign receipts: what these verify counts as earned, level 5.");
    private final Setting<MarketConfig, Duration> silence = addForStart(
            "silence",
            new Span(Duration.ofMinutes(1), YEARS),
            MarketConfig::silence,
            "After so long a job without a deadline is expired, and a silent offer given up.");
    private final Setting<MarketConfig, Duration> grace = addForStart(
            "grace",
            new Span(Duration.ZERO, YEARS),
            MarketConfig::grace,
            "How late after a payment or the deadline a delivery may come before it counts as not made.");
    private final Setting<MarketConfig, Long> maxWaiting = addForStart(
            "max_waiting",
            new WholeNumber(1, 1_000_000_000, "facts"),
            MarketConfig::maxWaiting,
            "Facts that wait because their target is unknown; past it the oldest are dropped.");
    private final Setting<MarketConfig, Long> maxUnknownJobs = addForStart(
            "max_unknown_jobs",
            new WholeNumber(1, 1_000_000_000, "jobs"),
            MarketConfig::maxUnknownJobs,
            "Jobs that are kept although their request is unknown; past it the oldest are dropped.");
    private final Setting<MarketConfig, Integer> maxTypes = addForStart(
            "max_types",
            WholeNumber.ints(1, 1_000_000, "types"),
            MarketConfig::maxTypes,
            "Job types with numbers of their own; later ones share one.");
    private final Setting<MarketConfig, Long> maxLag = addForStart(
            "max_lag",
            new WholeNumber(1_000, 1_000_000_000, "changes"),
            MarketConfig::maxLag,
            "Changes that it may be behind; from half of it on the relay takes events in more slowly.");
    private final Setting<MarketConfig, Long> hotJobBytes = addForStart(
            "hot_job_bytes",
            new WholeNumber(0, 1L << 40, "bytes"),
            MarketConfig::hotJobBytes,
            "Java heap for jobs that are asked for often; what is not there is read and folded.");

    MarketSection() {
        super(
                "marketplace",
                "The job marketplace. Its key may also come in the variable SOUK_RELAY_KEY, as 64 hex digits.",
                MarketConfig.DEFAULT,
                SoukConfig::market);
    }

    @Override
    MarketConfig read(Values values) {
        return new MarketConfig(
                values.get(enabled),
                values.get(keyFile),
                values.get(defaultBidUnit),
                values.get(publishInterval),
                values.get(aggregateInterval),
                values.get(statsKind),
                values.get(zapTrust),
                values.get(zapHosts),
                values.get(trustedSigners),
                values.get(silence),
                values.get(grace),
                values.get(maxWaiting),
                values.get(maxUnknownJobs),
                values.get(maxTypes),
                values.get(maxLag),
                values.get(hotJobBytes));
    }
}
