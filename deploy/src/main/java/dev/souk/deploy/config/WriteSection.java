package dev.souk.deploy.config;

import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.config.WriteRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code [write]}. */
final class WriteSection extends Section<WriteConfig> {
    private final Setting<WriteConfig, Set<WriteRule>> logOnly = add(
            "log_only",
            Texts.rules(),
            WriteConfig::logOnly,
            "Rules that refuse nothing, and say in the log what they would have refused.");
    private final Setting<WriteConfig, Optional<Rate>> addressRate = add(
            "address_rate",
            RateText.orNone(),
            WriteConfig::addressRate,
            "Events that come from one address, an IPv6 one standing for its /64; as many may come at once.");
    private final Setting<WriteConfig, Optional<Rate>> pubkeyRate = add(
            "pubkey_rate",
            RateText.orNone(),
            WriteConfig::pubkeyRate,
            "Events of one author, from wherever they come.");
    private final Setting<WriteConfig, List<ByKind<Rate>>> kindRates = add(
            "kind_rates",
            ByKindTexts.rates(),
            WriteConfig::kindRates,
            "Events of some kinds by one author; the first entry that names a kind counts for it.");
    private final Setting<WriteConfig, Set<Integer>> oneTimeKinds = add(
            "one_time_kinds",
            Texts.kinds(100),
            WriteConfig::oneTimeKinds,
            "Kinds signed by keys of a moment: counted by address, and judged by whom their p tags name.");
    private final Setting<WriteConfig, Optional<Rate>> newPubkeys = add(
            "new_pubkeys",
            RateText.orNone(),
            WriteConfig::newPubkeys,
            "Authors whom the relay has nothing of yet, from one address.");
    private final Setting<WriteConfig, List<ByKind<Long>>> minPow = add(
            "min_pow",
            ByKindTexts.numbers("bits", "1: 16", 64),
            WriteConfig::minPow,
            "Work that events of some kinds need (NIP-13), beside events.min_pow.");
    private final Setting<WriteConfig, List<ByKind<Long>>> maxBytes = add(
            "max_bytes",
            ByKindTexts.numbers("bytes", "0: 8192", 1L << 30),
            WriteConfig::maxBytes,
            "The longest JSON of events of some kinds.");
    private final Setting<WriteConfig, List<ByKind<Long>>> maxTags = add(
            "max_tags",
            ByKindTexts.numbers("tags", "1: 500", 1_000_000),
            WriteConfig::maxTags,
            "The most tags of events of some kinds.");
    private final Setting<WriteConfig, Set<Integer>> textKinds = add(
            "text_kinds",
            Texts.kinds(100),
            WriteConfig::textKinds,
            "Kinds that people read: whose words, repetitions and mentions are looked at.");
    private final Setting<WriteConfig, Optional<Rate>> sameText = add(
            "same_text",
            RateText.orNone(),
            WriteConfig::sameText,
            "How often the same text may come, whoever writes it; only letters and digits are compared.");
    private final Setting<WriteConfig, Integer> sameTextMin = add(
            "same_text_min",
            WholeNumber.ints(1, 100_000, "characters"),
            WriteConfig::sameTextMin,
            "The letters and digits from which on a text counts for that.");
    private final Setting<WriteConfig, Integer> maxMentions = add(
            "max_mentions",
            WholeNumber.ints(0, 100_000, "keys"),
            WriteConfig::maxMentions,
            "Keys that one event may mention; 0 for no limit.");
    private final Setting<WriteConfig, Optional<Rate>> mentionRate =
            add("mention_rate", RateText.orNone(), WriteConfig::mentionRate, "Keys that one author may mention.");
    final Setting<WriteConfig, Integer> trustDepth = add(
            "trust_depth",
            WholeNumber.ints(0, 8, "steps"),
            WriteConfig::trustDepth,
            "Steps along follows from members.operators to those who may publish; 0 for anyone.");
    private final Setting<WriteConfig, Integer> maxTrusted = add(
            "max_trusted",
            WholeNumber.ints(1, 10_000_000, "keys"),
            WriteConfig::maxTrusted,
            "Keys that are found so at most, the nearest first; 130 bytes of memory each.");
    private final Setting<WriteConfig, Duration> trustInterval = add(
            "trust_interval",
            new Span(Duration.ofSeconds(1), Duration.ofDays(30)),
            WriteConfig::trustInterval,
            "How often follows are read anew.");
    private final Setting<WriteConfig, Integer> maxTracked = add(
            "max_tracked",
            WholeNumber.ints(100, 10_000_000, "addresses, authors or texts"),
            WriteConfig::maxTracked,
            "How many each rate remembers; past it the least active are forgotten.");

    WriteSection() {
        super(
                "write",
                "Who may publish how much. Each refusal names its rule, which log_only can make harmless.",
                WriteConfig.DEFAULT,
                config -> config.relay().write());
    }

    @Override
    WriteConfig read(Values values) {
        return new WriteConfig(
                values.get(logOnly),
                values.get(addressRate),
                values.get(pubkeyRate),
                values.get(kindRates),
                values.get(oneTimeKinds),
                values.get(newPubkeys),
                values.get(minPow),
                values.get(maxBytes),
                values.get(maxTags),
                values.get(textKinds),
                values.get(sameText),
                values.get(sameTextMin),
                values.get(maxMentions),
                values.get(mentionRate),
                values.get(trustDepth),
                values.get(maxTrusted),
                values.get(trustInterval),
                values.get(maxTracked));
    }
}
