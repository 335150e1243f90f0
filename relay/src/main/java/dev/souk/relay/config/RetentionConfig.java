package dev.souk.relay.config;

import dev.souk.protocol.Bytes32;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events leave the store by themselves.
 *
 * @param rules which are kept for a while only; of several that fit an event the first counts
 * @param maxBytes what events and their indexes may take on the disk; past it those go that were stored first; 0: no bound
 * @param exemptAuthors whose events stay, whatever else is said
 * @param exemptKinds kinds whose events stay
 * @param interval from the end of one search for what has to go to the next
 * @param maxPerSecond removals in a second, beside everything else that the relay does
 */
public record RetentionConfig(
        List<RetentionRule> rules,
        long maxBytes,
        Set<Bytes32> exemptAuthors,
        List<KindRange> exemptKinds,
        Duration interval,
        int maxPerSecond) {
    /** The most rules there may be. */
    public static final int MAX_RULES = 100;

    /**
     * Everything stays. With rules, too, stay profiles (0), follows (3), requests to delete and to vanish (5, 62), and the other lists
     * by which people are found (10000 to 19999).
     */
    public static final RetentionConfig DEFAULT = new RetentionConfig(
            List.of(),
            0,
            Set.of(),
            List.of(
                    new KindRange(0, 0),
                    new KindRange(3, 3),
                    new KindRange(5, 5),
                    new KindRange(62, 62),
                    new KindRange(10_000, 19_999)),
            Duration.ofHours(1),
            1_000);

    public RetentionConfig {
        rules = List.copyOf(rules);
        exemptAuthors = Set.copyOf(exemptAuthors);
        exemptKinds = List.copyOf(exemptKinds);
    }

    /** True when anything can ever have to go. */
    public boolean isOn() {
        return !rules.isEmpty() || maxBytes > 0;
    }

    /** How long anything of this kind is kept at most, whoever it is by; nothing when some of it may stay for good. */
    public Optional<Duration> longest(int kind) {
        if (!exemptAuthors.isEmpty() || exemptKinds.stream().anyMatch(range -> range.contains(kind))) {
            return Optional.empty();
        }
        Duration longest = Duration.ZERO;
        for (RetentionRule rule : rules) {
            if (rule.isAbout(kind)) {
                longest = longest.compareTo(rule.age()) > 0 ? longest : rule.age();
                if (rule.authors() == RetentionRule.Authors.ALL) {
                    return Optional.of(longest);
                }
            }
        }
        return Optional.empty();
    }
}
