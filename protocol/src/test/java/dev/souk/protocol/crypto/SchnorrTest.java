package dev.souk.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Hex;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchnorrTest {
    private static final int ROUNDS = 200;
    private static final int ROWS = 19;
    private static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    /** The native library is tried only where it is bundled: Linux on x86-64. */
    static List<Schnorr> implementations() {
        return isNativeExpected()
                ? List.of(new BouncyCastleSchnorr(), new LibSecp256k1Schnorr())
                : List.of(new BouncyCastleSchnorr());
    }

    private static boolean isNativeExpected() {
        return OS.LINUX.isCurrentOs() && System.getProperty("os.arch").equals("amd64");
    }

    static Stream<Arguments> everyRow() {
        return implementations().stream()
                .flatMap(schnorr -> Bip340Vector.all().stream().map(row -> Arguments.of(schnorr.name(), row, schnorr)));
    }

    static Stream<Arguments> everyRowThatSigns() {
        return everyRow().filter(arguments -> ((Bip340Vector) arguments.get()[1]).canSign());
    }

    @Test
    void readsAllVectors() {
        assertEquals(ROWS, Bip340Vector.all().size());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRow")
    void verifiesAsTheVectorSays(String name, Bip340Vector row, Schnorr schnorr) {
        boolean verified = schnorr.verify(row.signatureBytes(), row.messageBytes(), row.publicKeyBytes());

        assertEquals(row.isValid(), verified, name);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRowThatSigns")
    void signsAsTheVectorSays(String name, Bip340Vector row, Schnorr schnorr) {
        byte[] signature =
                schnorr.sign(row.messageBytes(), Hex.bytes(row.secretKey()), Hex.bytes(row.auxiliaryRandomness()));

        assertArrayEquals(row.signatureBytes(), signature, name);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyRowThatSigns")
    void derivesThePublicKeyOfTheVector(String name, Bip340Vector row, Schnorr schnorr) {
        assertArrayEquals(row.publicKeyBytes(), schnorr.publicKey(Hex.bytes(row.secretKey())), name);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void answersFalseToKeysAndSignaturesOfAWrongLength(Schnorr schnorr) {
        Bip340Vector row = Bip340Vector.all().get(0);
        byte[] message = row.messageBytes();

        assertFalse(schnorr.verify(new byte[0], message, row.publicKeyBytes()));
        assertFalse(schnorr.verify(new byte[65], message, row.publicKeyBytes()));
        assertFalse(schnorr.verify(row.signatureBytes(), message, new byte[31]));
        assertFalse(schnorr.verify(row.signatureBytes(), message, new byte[33]));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void refusesSecretKeysOutOfRange(Schnorr schnorr) {
        for (byte[] key : List.of(new byte[32], Hex.bytes(ORDER), Hex.bytes("ff".repeat(32)), new byte[31])) {
            assertThrows(IllegalArgumentException.class, () -> schnorr.publicKey(key), Hex.of(key));
            assertThrows(IllegalArgumentException.class, () -> schnorr.sign(key, key, new byte[32]), Hex.of(key));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void choosesTheNativeLibraryWhereItLoads() {
        assertEquals("libsecp256k1", Schnorr.best().name());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void bothImplementationsAgreeAtRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Schnorr portable = new BouncyCastleSchnorr();
        Schnorr fast = new LibSecp256k1Schnorr();
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + ", round " + round;
            byte[] key = bytes(random, 32);
            byte[] message = bytes(random, 32);
            byte[] auxiliaryRandomness = bytes(random, 32);

            byte[] publicKey = portable.publicKey(key);
            byte[] signature = portable.sign(message, key, auxiliaryRandomness);

            assertArrayEquals(publicKey, fast.publicKey(key), where);
            assertArrayEquals(signature, fast.sign(message, key, auxiliaryRandomness), where);
            assertTrue(portable.verify(signature, message, publicKey), where);
            assertTrue(fast.verify(signature, message, publicKey), where);
            for (byte[] part : List.of(signature, message, publicKey)) {
                int bit = flip(random, part);
                assertFalse(portable.verify(signature, message, publicKey), where);
                assertFalse(fast.verify(signature, message, publicKey), where);
                part[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Flips one bit of {@code bytes}, and says which. */
    private static int flip(Random random, byte[] bytes) {
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bit;
    }
}
