package dev.souk.marketplace.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.fact.WorkStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusWordTest {
    @ParameterizedTest
    @CsvSource({
        "payment-required, PAYMENT_REQUIRED",
        "payment_required, PAYMENT_REQUIRED",
        "Payment-Required, PAYMENT_REQUIRED",
        "processing, PROCESSING",
        "started, PROCESSING",
        "accepted, PROCESSING",
        "scheduled, PROCESSING",
        "chain-scheduled, PROCESSING",
        "chain_scheduled, PROCESSING",
        "partial, PARTIAL",
        "success, SUCCESS",
        "finished, SUCCESS",
        "done, SUCCESS",
        "error, ERROR",
        "ERROR, ERROR",
        "failure, ERROR",
        "failed, ERROR",
        "unprocessable-entity, ERROR",
        "payment-rejected, OTHER",
        "subscription-required, OTHER",
        "user-blocked-from-service, OTHER",
        "rejected, OTHER"
    })
    void everyEraSpellsTheSameFewThings(String word, WorkStatus status) {
        assertEquals(new StatusWord(status, word), StatusWord.of(word));
    }

    @Test
    void nothingIsNoStatus() {
        assertEquals(StatusWord.NONE, StatusWord.of(""));
        assertEquals(StatusWord.NONE, StatusWord.of(" \n"));
    }

    @Test
    void ofALongWordTheBeginningIsKeptAndNoCharacterCut() {
        String word = "x".repeat(31) + "\uD83E\uDD8A";

        assertEquals(new StatusWord(WorkStatus.OTHER, "x".repeat(31)), StatusWord.of(word));
        assertEquals(new StatusWord(WorkStatus.OTHER, "y".repeat(32)), StatusWord.of("y".repeat(70_000)));
    }
}
