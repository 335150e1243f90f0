package dev.souk.relay.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RulingsTest {
    private static String told(String message) {
        return Rulings.reason(message).toString();
    }

    @Test
    void aKnownPrefixStays() {
        assertEquals("rate-limited: slow down", told("rate-limited: slow down"));
        assertEquals("auth-required: who are you", told("auth-required:who are you"));
        assertEquals("pow: not accepted by the policy of this relay", told("pow:"));
    }

    @Test
    void withoutOneTheEventIsBlocked() {
        assertEquals("blocked: no: thanks", told("no: thanks"));
        assertEquals("blocked: not accepted by the policy of this relay", told(" \n\t"));
    }

    @Test
    void whatWouldBreakOrTurnALineIsASpace() {
        assertEquals("blocked: a b c d e", told("a\nb\u0000c\u202ed\u2028e"));
        assertEquals("blocked: Grüße 😀", told("Grüße 😀"));
    }

    @Test
    void itIsCutBetweenCharacters() {
        assertEquals("blocked: " + "😀".repeat(200), told("😀".repeat(201)));
    }
}
