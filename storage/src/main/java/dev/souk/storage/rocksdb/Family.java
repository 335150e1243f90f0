package dev.souk.storage.rocksdb;

import java.util.Locale;

/** The column families that every store has; see {@link Keys} for what they hold. */
enum Family {
    EVENTS,
    IDS,
    INDEX,
    EXPIRATIONS,
    RULES,
    REMOVALS,
    UNREAD,
    META;

    /** Its name in RocksDB. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when it holds events, or what finds them. */
    boolean isOfEvents() {
        return this == EVENTS || this == IDS || this == INDEX || this == EXPIRATIONS;
    }

    /** True when it is read by exact keys, of which many are not there: a bloom filter answers those. */
    boolean isLookedUp() {
        return this == IDS || this == RULES;
    }
}
