package dev.souk.relay.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@code [write]} and the lists can refuse an event for, in the order in which they are asked. */
public enum WriteRule {
    /** Too many events came from one address. */
    ADDRESS_RATE,
    DENY_ADDRESSES,
    ALLOW_ADDRESSES,
    DENY_KINDS,
    ALLOW_KINDS,
    DENY_PUBKEYS,
    ALLOW_PUBKEYS,
    /** The author is not among those whom the operators follow, or whom these follow. */
    TRUST,
    /** Too little work for its kind (NIP-13). */
    POW,
    /** Too many bytes for its kind. */
    SIZE,
    /** Too many tags for its kind. */
    TAGS,
    /** It mentions too many keys. */
    MENTIONS,
    DENY_WORDS,
    ALLOW_WORDS,
    /** Too many events of one author. */
    PUBKEY_RATE,
    /** Too many events of one kind by one author. */
    KIND_RATE,
    /** An author mentions too many keys. */
    MENTION_RATE,
    /** The same text came too often, whoever wrote it. */
    SAME_TEXT,
    /** Too many authors who were never heard of before came from one address. */
    NEW_PUBKEYS;

    /** As it stands in the configuration, in answers and in meters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule of this {@link #word}. */
    public static Optional<WriteRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }
}
