package dev.souk.relay;

import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.config.WriteRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings of {@code [write]} that limit nothing but what a test is about. */
final class TestWrite {
    private Set<WriteRule> logOnly = Set.of();
    private Optional<Rate> addressRate = Optional.empty();
    private Optional<Rate> pubkeyRate = Optional.empty();
    private List<ByKind<Rate>> kindRates = List.of();
    private Optional<Rate> newPubkeys = Optional.empty();
    private List<ByKind<Long>> minPow = List.of();
    private List<ByKind<Long>> maxBytes = List.of();
    private List<ByKind<Long>> maxTags = List.of();
    private Optional<Rate> sameText = Optional.empty();
    private int maxMentions;
    private Optional<Rate> mentionRate = Optional.empty();
    private int trustDepth;
    private Set<Integer> oneTimeKinds = WriteConfig.DEFAULT.oneTimeKinds();
    private Set<Integer> textKinds = WriteConfig.DEFAULT.textKinds();
    private int maxTrusted = WriteConfig.DEFAULT.maxTrusted();
    private int maxTracked = WriteConfig.DEFAULT.maxTracked();

    private static Optional<Rate> aMinute(int amount) {
        return Optional.of(new Rate(amount, Duration.ofMinutes(1)));
    }

    private static List<ByKind<Long>> of(int kind, long value) {
        return List.of(new ByKind<>(new KindRange(kind, kind), value));
    }

    TestWrite logOnly(WriteRule rule) {
        logOnly = Set.of(rule);
        return this;
    }

    TestWrite addressRate(int events) {
        addressRate = aMinute(events);
        return this;
    }

    TestWrite pubkeyRate(int events) {
        pubkeyRate = aMinute(events);
        return this;
    }

    TestWrite kindRate(int kind, int events) {
        kindRates =
                List.of(new ByKind<>(new KindRange(kind, kind), aMinute(events).orElseThrow()));
        return this;
    }

    TestWrite newPubkeys(int keys) {
        newPubkeys = aMinute(keys);
        return this;
    }

    TestWrite minPow(int kind, int bits) {
        minPow = of(kind, bits);
        return this;
    }

    TestWrite maxBytes(int kind, int bytes) {
        maxBytes = of(kind, bytes);
        return this;
    }

    TestWrite maxTags(int kind, int tags) {
        maxTags = of(kind, tags);
        return this;
    }

    TestWrite sameText(int times) {
        sameText = aMinute(times);
        return this;
    }

    TestWrite maxMentions(int keys) {
        maxMentions = keys;
        return this;
    }

    TestWrite mentionRate(int keys) {
        mentionRate = aMinute(keys);
        return this;
    }

    TestWrite trustDepth(int steps) {
        trustDepth = steps;
        return this;
    }

    TestWrite oneTimeKinds(Integer... kinds) {
        oneTimeKinds = Set.of(kinds);
        return this;
    }

    TestWrite textKinds(Integer... kinds) {
        textKinds = Set.of(kinds);
        return this;
    }

    TestWrite maxTrusted(int keys) {
        maxTrusted = keys;
        return this;
    }

    TestWrite maxTracked(int many) {
        maxTracked = many;
        return this;
    }

    WriteConfig build() {
        return new WriteConfig(
                logOnly,
                addressRate,
                pubkeyRate,
                kindRates,
                oneTimeKinds,
                newPubkeys,
                minPow,
                maxBytes,
                maxTags,
                textKinds,
                sameText,
                20,
                maxMentions,
                mentionRate,
                trustDepth,
                maxTrusted,
                Duration.ofSeconds(1),
                maxTracked);
    }

    /** A relay with these settings, whose clients come from elsewhere. */
    RelayFixture relay() {
        return RelayFixture.start(config -> config.withWrite(build()));
    }
}
