package dev.souk.marketplace.bolt11;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The seed of the random tests is {@code -Dseed=}. */
class Bolt11ReaderTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Bytes32 HASH = Bytes32.ofHex("0a".repeat(32));
    private static final Bytes32 OTHER = Bytes32.ofHex("0b".repeat(32));
    private static final long NOW = 1_700_000_000;

    static List<List<String>> valid() throws IOException {
        return rows("/bolt11/valid.tsv");
    }

    static List<List<String>> invalid() throws IOException {
        return rows("/bolt11/invalid.tsv");
    }

    private static List<List<String>> rows(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Bolt11ReaderTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        }
    }

    private static Bolt11Invoice invoice(String text) {
        return Bolt11Reader.find(text).orElseThrow(() -> new AssertionError(Bolt11Reader.read(text)));
    }

    private static String refusal(String text) {
        return Bolt11Reader.read(text) instanceof Bolt11Reading.Refused(String reason) ? reason : "read";
    }

    private static TestInvoice usual() {
        return TestInvoice.of(21_000, NOW).secret();
    }

    @Test
    void hasAllExamplesOfTheText() throws IOException {
        assertEquals(16, valid().size());
        assertEquals(10, invalid().size());
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsTheValidExamples(List<String> row) {
        Bolt11Invoice invoice = invoice(row.get(7));

        assertEquals(Network.valueOf(row.get(1)), invoice.network());
        assertEquals(
                row.get(2).equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(row.get(2))),
                invoice.msat());
        assertEquals(Long.parseLong(row.get(3)), invoice.timestamp());
        assertEquals(Long.parseLong(row.get(4)), invoice.expirySeconds());
        assertEquals(Bytes32.ofHex(row.get(5)), invoice.paymentHash());
        String description = invoice.description()
                .map(text -> "d:" + text)
                .orElseGet(() -> "h:" + invoice.descriptionHash().orElseThrow());
        assertEquals(row.get(6), description);
        assertEquals(Optional.empty(), invoice.payee());
        assertEquals(Optional.empty(), invoice.unpayable());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void tellsWhatIsWrongWithTheInvalidExamples(List<String> row) {
        String told = switch (row.get(1)) {
            case "refused" -> refusal(row.get(2));
            case "unpayable" -> invoice(row.get(2)).unpayable().orElse("payable");
            default -> invoice(row.get(2)).unpayable().orElse(row.get(0));
        };

        assertEquals(row.get(0), told);
    }

    @Test
    void readsThePayeeWhereItIsNamed() throws IOException {
        String named = invalid().get(9).get(2);

        assertEquals(
                Optional.of("03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad"),
                invoice(named).payee());
    }

    @ParameterizedTest
    @CsvSource({
        "lnbc1, 100000000000",
        "lnbc21000000, 2100000000000000000",
        "lnbc1m, 100000000",
        "lnbc1u, 100000",
        "lnbc1n, 100",
        "lnbc10p, 1",
        "lnbc25000000n, 2500000000",
        "lnbcrt10u, 1000000",
        "lntbs10u, 1000000",
    })
    void readsAmountsInMillisatoshis(String prefix, long msat) {
        assertEquals(
                OptionalLong.of(msat),
                invoice(new TestInvoice(prefix, NOW).paymentHash(HASH).write()).msat());
    }

    @ParameterizedTest
    @CsvSource({
        "lnbc21000001, bad-amount",
        "lnbc99999999999999999999n, bad-amount",
        "lnbc1p, bad-amount",
        "lnbc15p, bad-amount",
        "lnbc0, bad-amount",
        "lnbc0m, bad-amount",
        "lnbc010u, bad-amount",
        "lnbc1k, bad-amount",
        "lnbc1.5m, bad-amount",
        "lnbc10mm, bad-amount",
        "lnbc9223372036854775807m, bad-amount",
        "lnbcm, unknown-network",
        "lnxy10u, unknown-network",
        "ln, unknown-network",
        "ln10u, unknown-network",
        "bc, not-an-invoice",
        "lnurl, unknown-network",
    })
    void refusesWhatIsNoAmountOrNoNetwork(String prefix, String reason) {
        assertEquals(
                reason, refusal(new TestInvoice(prefix, NOW).paymentHash(HASH).write()));
    }

    @Test
    void takesWhiteSpaceAndTheUriSchemeOff() {
        String text = usual().paymentHash(HASH).write();

        assertEquals(invoice(text), invoice(" lightning:" + text + "\n"));
        assertEquals(invoice(text), invoice("LIGHTNING:" + text.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void takesTheFirstOfEachField() {
        Bolt11Invoice invoice = invoice(usual().paymentHash(HASH)
                .paymentHash(OTHER)
                .descriptionHash(OTHER)
                .descriptionHash(HASH)
                .expiry(60)
                .expiry(90)
                .write());

        assertEquals(HASH, invoice.paymentHash());
        assertEquals(Optional.of(OTHER), invoice.descriptionHash());
        assertEquals(60, invoice.expirySeconds());
        assertEquals(NOW + 60, invoice.expiresAt());
    }

    @Test
    void skipsFieldsOfAWrongLength() {
        assertEquals(
                HASH,
                invoice(usual().field(1, new byte[51])
                                .field(1, new byte[53])
                                .paymentHash(HASH)
                                .write())
                        .paymentHash());
        assertEquals("no-payment-hash", refusal(usual().field(1, new byte[51]).write()));
    }

    @Test
    void cutsAnExpiryBeyondAllTimes() {
        byte[] endless = new byte[20];
        java.util.Arrays.fill(endless, (byte) 31);

        assertEquals(
                Bolt11Invoice.MAX_EXPIRY_SECONDS,
                invoice(usual().paymentHash(HASH).field(6, endless).write()).expirySeconds());
    }

    @Test
    void saysNothingOfADescriptionThatIsNoText() {
        Bolt11Invoice invoice = invoice(usual().paymentHash(HASH)
                .field(13, Bech32.words(new byte[] {(byte) 0xC3}))
                .write());

        assertEquals(Optional.empty(), invoice.description());
        assertEquals(Optional.of("no-description"), invoice.unpayable());
    }

    @Test
    void refusesFieldsThatRunIntoTheSignature() {
        byte[] words = new byte[7 + 3 + 104];
        words[7] = 1;
        words[9] = 1;

        assertEquals("broken-field", refusal(Bech32.write("lnbc1n", words)));
        assertEquals("broken-field", refusal(Bech32.write("lnbc1n", new byte[7 + 2 + 104])));
        assertEquals("no-payment-hash", refusal(Bech32.write("lnbc1n", new byte[7 + 104])));
        assertEquals("too-short", refusal(Bech32.write("lnbc1n", new byte[7 + 103])));
    }

    @Test
    void readsUpToTheLimitAndNoFurther() {
        int data = Bolt11Reader.MAX_LENGTH - "lnbc1n1".length() - 6;

        assertEquals("no-payment-hash", refusal(Bech32.write("lnbc1n", filled(data))));
        assertEquals("too-long", refusal(Bech32.write("lnbc1n", filled(data + 1))));
        assertEquals("too-long", refusal("lnbc1".repeat(1_000_000)));
    }

    /** As many fields of type 0, of any length, as fill {@code size} words with timestamp and signature. */
    private static byte[] filled(int size) {
        byte[] words = new byte[size];
        int at = 7;
        for (int left = size - 7 - 104; left > 0; left = size - at - 104) {
            int length = Math.min(left - 3, 1_000);
            length -= left - 3 - length > 0 && left - 3 - length < 3 ? 3 : 0;
            words[at + 1] = (byte) (length >> 5);
            words[at + 2] = (byte) (length & 31);
            at += 3 + length;
        }
        return words;
    }

    @Test
    void survivesWhateverIsWrittenIntoItsWords() {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] words = new byte[random.nextInt(400)];
            for (int j = 0; j < words.length; j++) {
                words[j] = (byte) (random.nextInt(4) == 0 ? random.nextInt(32) : random.nextInt(2));
            }
            read += Bolt11Reader.find(Bech32.write("lnbc" + random.nextInt(50) + "u", words))
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertTrue(read < 20_000);
    }

    @Test
    void noticesEveryChangedCharacter() {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        String text = usual().paymentHash(HASH).descriptionHash(OTHER).write();
        for (int i = 0; i < 5_000; i++) {
            int at = random.nextInt(text.length());
            char other = (char) (' ' + random.nextInt(95));
            if (Character.toLowerCase(other) != text.charAt(at)) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                assertTrue(Bolt11Reader.find(changed).isEmpty(), changed);
            }
        }
    }
}
