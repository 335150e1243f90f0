package dev.souk.marketplace;

import java.util.Locale;
import java.util.Optional;

/** What part an event plays in a job, as far as its kind tells: the drafts on 68001-68003, the 65xxx era, NIP-90. */
enum JobRole {
    REQUEST,
    RESULT,
    FEEDBACK;

    /** The role of events of {@code kind}, or nothing when they have none in a job. */
    static Optional<JobRole> of(int kind) {
        if (kind == 68_001 || within(kind, 65_002, 65_999) || within(kind, 5_000, 5_999)) {
            return Optional.of(REQUEST);
        }
        if (kind == 68_002 || kind == 65_001 || within(kind, 6_000, 6_999)) {
            return Optional.of(RESULT);
        }
        return kind == 68_003 || kind == 65_000 || kind == 7_000 ? Optional.of(FEEDBACK) : Optional.empty();
    }

    private static boolean within(int kind, int first, int last) {
        return kind >= first && kind <= last;
    }

    /** As it stands in tables and meters. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
