package dev.souk.deploy.config;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code [retention]}. */
final class RetentionSection extends Section<RetentionConfig> {
    private static final int MAX_KEYS = 10_000;

    private final Setting<RetentionConfig, List<RetentionRule>> rules = add(
            "rules",
            Texts.retentionRules(RetentionConfig.MAX_RULES),
            RetentionConfig::rules,
            "What is kept for a while only, by age of created_at; of several rules that fit an event the first counts.");
    private final Setting<RetentionConfig, Long> maxBytes = add(
            "max_bytes",
            new WholeNumber(0, 1L << 50, "bytes"),
            RetentionConfig::maxBytes,
            "What events and indexes may take on disk; past it those go that were stored first; 0 for no bound.");
    private final Setting<RetentionConfig, Set<Bytes32>> exemptAuthors = add(
            "exempt_authors",
            Texts.publicKeys(MAX_KEYS),
            RetentionConfig::exemptAuthors,
            "Keys whose events stay; those of the relay's own key always do.");
    private final Setting<RetentionConfig, List<KindRange>> exemptKinds = add(
            "exempt_kinds",
            Texts.kindRanges(0, 100),
            RetentionConfig::exemptKinds,
            "Kinds whose events stay, whatever rules and max_bytes say.");
    private final Setting<RetentionConfig, Duration> interval = add(
            "interval",
            new Span(Duration.ofSeconds(1), Duration.ofDays(30)),
            RetentionConfig::interval,
            "From the end of one search for what has to go to the next.");
    private final Setting<RetentionConfig, Integer> maxPerSecond = add(
            "max_per_second",
            WholeNumber.ints(1, 1_000_000, "events"),
            RetentionConfig::maxPerSecond,
            "Removals in a second, in small steps between the commits of new events.");

    RetentionSection() {
        super(
                "retention",
                "Which events leave by themselves; souk retention --dry-run shows what would go. By default all stay.",
                RetentionConfig.DEFAULT,
                config -> config.relay().retention());
    }

    @Override
    RetentionConfig read(Values values) {
        return new RetentionConfig(
                values.get(rules),
                values.get(maxBytes),
                values.get(exemptAuthors),
                values.get(exemptKinds),
                values.get(interval),
                values.get(maxPerSecond));
    }
}
