package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindClassTest {
    @ParameterizedTest
    @CsvSource({
        "0, REPLACEABLE",
        "1, REGULAR",
        "2, REGULAR",
        "3, REPLACEABLE",
        "4, REGULAR",
        "44, REGULAR",
        "45, REGULAR",
        "999, REGULAR",
        "1000, REGULAR",
        "9999, REGULAR",
        "10000, REPLACEABLE",
        "19999, REPLACEABLE",
        "20000, EPHEMERAL",
        "29999, EPHEMERAL",
        "30000, ADDRESSABLE",
        "39999, ADDRESSABLE",
        "40000, REGULAR",
        "65535, REGULAR",
        "65536, REGULAR",
        "2147483647, REGULAR"
    })
    void hasTheClassOfItsRange(int kind, KindClass expected) {
        assertEquals(expected, KindClass.of(kind));
    }

    /** The low sixteen bits of these would name another class. */
    @ParameterizedTest
    @CsvSource({"65536, 0", "65539, 3", "68001, 2465", "75536, 10000", "85536, 20000", "95535, 29999", "95536, 30000"})
    void isNeverTruncated(int kind, int lowBits) {
        assertEquals(lowBits, kind & 0xFFFF);
        assertEquals(KindClass.REGULAR, KindClass.of(kind));
    }
}
