package dev.souk.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeyTest {
    private static final String SECRET = "b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef";
    private static final String PUBLIC = "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659";

    @Test
    void knowsItsPublicKey() {
        assertEquals(PUBLIC, SecretKey.ofHex(SECRET).publicKey().hex());
    }

    @Test
    void neverShowsItself() {
        String shown = SecretKey.ofHex(SECRET).toString().toLowerCase(Locale.ROOT);

        assertFalse(shown.contains(SECRET.substring(0, 8)), shown);
        assertTrue(shown.contains(PUBLIC), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "",
                "01",
                "000000000000000000000000000000000000000000000000000000000000000001",
                "zz00000000000000000000000000000000000000000000000000000000000001"
            })
    void refusesWhatIsNoKey(String hex) {
        assertThrows(IllegalArgumentException.class, () -> SecretKey.ofHex(hex));
    }

    @Test
    void refusesAKeyWithoutShowingIt() {
        String almost = SECRET.substring(0, 62) + "zz";

        Exception refusal = assertThrows(IllegalArgumentException.class, () -> SecretKey.ofHex(almost));

        assertFalse(String.valueOf(refusal.getMessage()).contains(almost), refusal.getMessage());
    }

    @Test
    void takesTheLargestKey() {
        String largest = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

        assertEquals(
                "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                SecretKey.ofHex(largest).publicKey().hex());
    }

    @Test
    void doesNotFollowChangesOfTheArrayItWasMadeOf() {
        byte[] secret = new byte[32];
        secret[31] = 1;
        SecretKey key = SecretKey.of(secret);
        secret[31] = 2;

        Event event = key.sign(new Draft(1, 1, List.of(), ""));

        assertEquals(Verification.VALID, new EventVerifier(Schnorr.best()).verify(event));
    }

    @Test
    void drawsADifferentKeyEachTime() {
        assertNotEquals(SecretKey.random().publicKey(), SecretKey.random().publicKey());
    }
}
