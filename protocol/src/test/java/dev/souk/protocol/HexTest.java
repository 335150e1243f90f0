package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {
    @Test
    void knowsSixteenDigitsAndNoOther() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            assertEquals("0123456789abcdef".indexOf(c), Hex.digit(c), "U+" + (int) c);
        }
    }

    @Test
    void wantsTheExactNumberOfDigits() {
        assertTrue(Hex.isHex("00ff", 4));
        assertTrue(Hex.isHex("", 0));
        assertFalse(Hex.isHex("00ff", 3));
        assertFalse(Hex.isHex("00ff", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00fF", "00fg", " 0ff", "0x0f", "00f\u0663", "00f\uFF11", "-0ff"})
    void readsLowerCaseAsciiOnly(String text) {
        assertFalse(Hex.isHex(text, 4));
    }

    @Test
    void readsKeysInEitherCase() {
        assertArrayEquals(new byte[] {0, (byte) 0xAB, (byte) 0xFF}, Hex.bytes("00aBFf"));
    }

    @Test
    void writesLowerCase() {
        assertEquals("00abff", Hex.of(new byte[] {0, (byte) 0xAB, (byte) 0xFF}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "0x", " 00"})
    void refusesWhatIsNoHex(String text) {
        assertThrows(IllegalArgumentException.class, () -> Hex.bytes(text));
    }
}
