package dev.souk.relay.members;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.storage.SettableClock;
import org.junit.jupiter.api.Test;

class WrongClaimsTest {
    private final SettableClock clock = new SettableClock(1_700_000_000);
    private final WrongClaims claims = new WrongClaims(clock);

    private void wrong(String address, int times) {
        for (int i = 0; i < times; i++) {
            claims.add(address);
        }
    }

    @Test
    void tenInAMinuteAreTooMany() {
        wrong("a", WrongClaims.MAX_A_MINUTE - 1);
        assertFalse(claims.areTooMany("a"));
        wrong("a", 1);
        assertTrue(claims.areTooMany("a"));
        assertFalse(claims.areTooMany("b"));
        clock.set(clock.seconds() + 60);
        assertFalse(claims.areTooMany("a"));
        wrong("a", 1);
        assertFalse(claims.areTooMany("a"), "another minute, another count");
    }

    @Test
    void forgetsTheAddressThatWasWrongTheLongestAgo() {
        wrong("first", WrongClaims.MAX_A_MINUTE);
        wrong("second", WrongClaims.MAX_A_MINUTE);
        wrong("first", 1);
        for (int i = 0; i < WrongClaims.MAX_ADDRESSES - 1; i++) {
            wrong("other " + i, 1);
        }
        assertTrue(claims.areTooMany("first"));
        assertFalse(claims.areTooMany("second"));
    }
}
