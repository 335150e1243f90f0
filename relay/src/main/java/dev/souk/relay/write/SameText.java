package dev.souk.relay.write;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Sha256;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.lists.Words;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.rate.Buckets;
import dev.souk.relay.rate.Ticks;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses a text that comes again and again, whoever writes it: texts are the same when their letters and digits are. Whom
 * they mention is left out, as that is what changes from copy to copy. Thread-safe.
 */
final class SameText implements EventPolicy {
    private static final Pattern MENTION = Pattern.compile("nostr:[a-z0-9]+", Pattern.CASE_INSENSITIVE);

    private final WriteConfig config;
    private final Rate rate;
    private final Buckets<Bytes32> texts;

    SameText(WriteConfig config, Rate rate, Ticks ticks) {
        this.config = config;
        this.rate = rate;
        this.texts = new Buckets<>(rate, config.maxTracked(), ticks);
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        return fingerprint(event).filter(text -> !texts.take(text, 1)).isPresent()
                ? Rates.tooMany(rate.atMost("events with this text"))
                : Verdict.ACCEPT;
    }

    private Optional<Bytes32> fingerprint(Event event) {
        if (!config.textKinds().contains(event.kind()) || event.content().length() < config.sameTextMin()) {
            return Optional.empty();
        }
        StringBuilder letters = new StringBuilder();
        Words.fold(MENTION.matcher(event.content()).replaceAll(""))
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.length() < config.sameTextMin()
                ? Optional.empty()
                : Optional.of(Sha256.of(letters.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
