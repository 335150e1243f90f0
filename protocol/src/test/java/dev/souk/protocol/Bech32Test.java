package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the test vectors of BIP-173. The seed of the random test is {@code -Dseed=}. */
class Bech32Test {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static Bech32 text(String text) {
        return Bech32.read(text, 1_000) instanceof Bech32.Outcome.Read(Bech32 read) ? read : failed(text);
    }

    private static Bech32 failed(String text) {
        throw new AssertionError(Bech32.read(text, 1_000));
    }

    private static String refusal(String text, int maxLength) {
        return Bech32.read(text, maxLength) instanceof Bech32.Outcome.Refused(String reason) ? reason : "read";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A12UEL5L",
                "a12uel5l",
                "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
                "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
                "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
                "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
                "?1ezyfcl",
            })
    void readsWhatTheTextCallsValid(String text) {
        assertTrue(Bech32.read(text, 90) instanceof Bech32.Outcome.Read);
    }

    @ParameterizedTest
    @CsvSource({
        "pzry9x0s0muk, no-separator",
        "1pzry9x0s0muk, no-separator",
        "x1b4n0q5v, bad-character",
        "li1dgmt3, too-short",
        "A1G7SGD8, bad-checksum",
        "10a06t8, no-separator",
        "1qzzfhee, no-separator",
        "A12uel5l, mixed-case",
        "'', no-separator",
        "a12uel5m, bad-checksum",
    })
    void refusesWhatTheTextCallsInvalid(String text, String reason) {
        assertEquals(reason, refusal(text, 90));
    }

    @Test
    void refusesCharactersOutsideOfPrintableAscii() {
        assertEquals("bad-character", refusal(" 1nwldj5", 90));
        assertEquals("bad-character", refusal("\u007f1axkwrx", 90));
        assertEquals("bad-character", refusal("\u00801eym55h", 90));
        assertEquals("bad-character", refusal("a1\u212a2uel5l", 90));
    }

    @Test
    void countsCharactersAgainstTheLimit() {
        assertTrue(Bech32.read("a12uel5l", 8) instanceof Bech32.Outcome.Read);
        assertEquals("too-long", refusal("a12uel5l", 7));
    }

    @Test
    void readsTheUrlOfLud01() {
        String url = "https://service.com/api?q=3fc3645b439ce8e7f2553a69e5267081d96dcd340693afabe04be7b0ccd178df";
        Bech32 lnurl =
                text("LNURL1DP68GURN8GHJ7UM9WFMXJCM99E3K7MF0V9CXJ0M385EKVCENXC6R2C35XVUKXEFCV5MKVV34X5EKZD3EV56NYD3HX"
                        + "QURZEPEXEJXXEPNXSCRVWFNV9NXZCN9XQ6XYEFHVGCXXCMYXYMNSERXFQ5FNS");

        assertEquals("lnurl", lnurl.prefix());
        assertEquals(url, new String(lnurl.bytes().orElseThrow(), StandardCharsets.UTF_8));
    }

    @Test
    void readsBackWhatItWrote() {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        for (int size = 0; size < 200; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Bech32 read = text(Bech32.write("x", Bech32.words(bytes)));
            assertArrayEquals(bytes, read.bytes().orElseThrow());
        }
    }

    @Test
    void refusesBitsLeftOverThatAreNotZero() {
        assertTrue(text(Bech32.write("x", new byte[] {0, 1})).bytes().isEmpty());
        assertTrue(text(Bech32.write("x", new byte[] {0})).bytes().isEmpty());
        assertTrue(text(Bech32.write("x", new byte[] {0, 0})).bytes().isPresent());
    }
}
