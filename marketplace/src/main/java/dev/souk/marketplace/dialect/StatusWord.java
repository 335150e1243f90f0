package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.WorkStatus;
import java.util.Locale;

/**
 * The value of a {@code status} tag.
 *
 * @param status what it comes to
 * @param raw the word as it stood, cut to {@link #MAX_LENGTH}
 */
record StatusWord(WorkStatus status, String raw) {
    /** Characters that are kept of a word; no known one is longer. */
    static final int MAX_LENGTH = 32;

    static final StatusWord NONE = new StatusWord(WorkStatus.NONE, "");

    /** What {@code word} means in any era. */
    static StatusWord of(String word) {
        String stripped = word.strip();
        if (stripped.isEmpty()) {
            return NONE;
        }
        return new StatusWord(
                stripped.length() > MAX_LENGTH ? WorkStatus.OTHER : meaning(stripped), Text.cut(word, MAX_LENGTH));
    }

    private static WorkStatus meaning(String word) {
        return switch (word.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "payment-required" -> WorkStatus.PAYMENT_REQUIRED;
            case "processing", "started", "accepted", "scheduled", "chain-scheduled" -> WorkStatus.PROCESSING;
            case "partial" -> WorkStatus.PARTIAL;
            case "success", "finished", "done" -> WorkStatus.SUCCESS;
            case "error", "failure", "failed", "unprocessable-entity" -> WorkStatus.ERROR;
            default -> WorkStatus.OTHER;
        };
    }
}
