package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bytes32Test {
    private static final int ROUNDS = 10_000;

    @Test
    void isOrderedAsItsHexAtRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[Bytes32.SIZE];
            random.nextBytes(bytes);
            Bytes32 one = Bytes32.of(bytes);
            // Half of the pairs differ in one byte only, as else the first byte would always decide.
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Bytes32 other = random.nextBoolean() ? Bytes32.of(bytes) : new Bytes32(one.b(), one.a(), one.d(), one.c());

            String where = "repeat with -Dseed=" + seed + ": " + one + ", " + other;
            assertEquals(Integer.signum(one.hex().compareTo(other.hex())), Integer.signum(one.compareTo(other)), where);
            assertEquals(one.hex().equals(other.hex()), one.equals(other), where);
        }
    }

    @Test
    void readsBackWhatItWroteAtRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[Bytes32.SIZE];
            random.nextBytes(bytes);
            Bytes32 value = Bytes32.of(bytes);

            String where = "repeat with -Dseed=" + seed;
            assertArrayEquals(bytes, value.toBytes(), where);
            assertEquals(Hex.of(bytes), value.hex(), where);
            assertEquals(Optional.of(value), Bytes32.parse(value.hex()), where);
            assertEquals(value.hashCode(), Bytes32.ofHex(value.hex()).hashCode(), where);
        }
    }

    @Test
    void readsAndWritesInTheMiddleOfAnArray() {
        byte[] bytes = new byte[40];
        Bytes32 value = Bytes32.ofHex("0123456789abcdef".repeat(4));

        value.write(bytes, 5);

        assertEquals(value, Bytes32.at(bytes, 5));
        assertEquals("00".repeat(5) + value + "00".repeat(3), Hex.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void refusesAnotherNumberOfBytes(int length) {
        assertThrows(IllegalArgumentException.class, () -> Bytes32.of(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65, 128})
    void refusesAnotherNumberOfDigits(int length) {
        assertEquals(Optional.empty(), Bytes32.parse("a".repeat(length)));
    }

    @Test
    void refusesUpperCase() {
        assertEquals(Optional.empty(), Bytes32.parse("a".repeat(63) + "A"));
        assertThrows(IllegalArgumentException.class, () -> Bytes32.ofHex("A".repeat(64)));
    }

    @Test
    void makesASignatureOfTwo() {
        String hex = "ab".repeat(32) + "cd".repeat(32);
        Signature signature = Signature.parse(hex).orElseThrow();

        assertEquals(hex, signature.hex());
        assertEquals(hex, Hex.of(signature.toBytes()));
        assertEquals(signature, Signature.of(signature.toBytes()));
        assertEquals(Optional.empty(), Signature.parse(hex + "0"));
        assertEquals(Optional.empty(), Signature.parse("AB".repeat(64)));
    }
}
