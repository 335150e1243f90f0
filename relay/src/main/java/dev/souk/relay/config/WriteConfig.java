package dev.souk.relay.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be published beside what every relay has to refuse. What is empty, or zero, limits nothing.
 *
 * @param logOnly rules that refuse nothing and only say what they would have refused
 * @param addressRate events from one address; an IPv6 one stands for its /64
 * @param pubkeyRate events of one author
 * @param kindRates events of some kinds by one author, or from one address when they are of {@code oneTimeKinds}; the first
 *     that names a kind counts for it
 * @param oneTimeKinds kinds that are signed by keys of a moment: their authors mean nothing, so that those whom they are for
 *     are asked about instead
 * @param newPubkeys authors whom the relay has nothing of yet, from one address
 * @param minPow bits of work by kind (NIP-13), beside {@link EventsConfig#minPow}
 * @param maxBytes longest JSON by kind
 * @param maxTags most tags by kind
 * @param textKinds kinds that people read: whose words and mentions are looked at
 * @param sameText how often the same text may come, whoever wrote it
 * @param sameTextMin letters and digits from which on a text counts for that
 * @param maxMentions keys that one event of {@code textKinds} may name
 * @param mentionRate keys that one author may name in them
 * @param trustDepth how many steps from the operators along follows an author may be; 0 for anyone
 * @param maxTrusted authors that are trusted at most, the nearest first
 * @param trustInterval how often follows are read anew
 * @param maxTracked addresses, authors and texts that each rate remembers; past it the least active are forgotten
 */
public record WriteConfig(
        Set<WriteRule> logOnly,
        Optional<Rate> addressRate,
        Optional<Rate> pubkeyRate,
        List<ByKind<Rate>> kindRates,
        Set<Integer> oneTimeKinds,
        Optional<Rate> newPubkeys,
        List<ByKind<Long>> minPow,
        List<ByKind<Long>> maxBytes,
        List<ByKind<Long>> maxTags,
        Set<Integer> textKinds,
        Optional<Rate> sameText,
        int sameTextMin,
        int maxMentions,
        Optional<Rate> mentionRate,
        int trustDepth,
        int maxTrusted,
        Duration trustInterval,
        int maxTracked) {
    /**
     * For a public relay: twenty events a second from one address and ten of one author, after a minute's worth at once, so
     * that archives may be published; profiles and follows one a second; thirty unknown authors an hour from one address;
     * and what only spam does, the same text again and again and hundreds of mentions.
     */
    public static final WriteConfig DEFAULT = new WriteConfig(
            Set.of(),
            Optional.of(new Rate(1_200, Duration.ofMinutes(1))),
            Optional.of(new Rate(600, Duration.ofMinutes(1))),
            List.of(
                    new ByKind<>(new KindRange(0, 0), new Rate(60, Duration.ofMinutes(1))),
                    new ByKind<>(new KindRange(3, 3), new Rate(60, Duration.ofMinutes(1)))),
            Set.of(1_059, 9_735, 21_059),
            Optional.of(new Rate(30, Duration.ofHours(1))),
            List.of(),
            List.of(),
            List.of(),
            Set.of(1, 11, 42, 1_111),
            Optional.of(new Rate(20, Duration.ofHours(1))),
            50,
            200,
            Optional.of(new Rate(2_000, Duration.ofMinutes(10))),
            0,
            100_000,
            Duration.ofMinutes(10),
            20_000);

    public WriteConfig {
        logOnly = Set.copyOf(logOnly);
        kindRates = List.copyOf(kindRates);
        oneTimeKinds = Set.copyOf(oneTimeKinds);
        minPow = List.copyOf(minPow);
        maxBytes = List.copyOf(maxBytes);
        maxTags = List.copyOf(maxTags);
        textKinds = Set.copyOf(textKinds);
    }
}
