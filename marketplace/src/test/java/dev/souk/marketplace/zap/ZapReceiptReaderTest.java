package dev.souk.marketplace.zap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.bolt11.TestInvoice;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ZapReceiptReaderTest {
    private static final SecretKey CUSTOMER = TestKeys.alice();
    private static final SecretKey PROVIDER = TestKeys.bob();
    private static final TestWallet WALLET = new TestWallet(TestKeys.carol());
    private static final Bytes32 JOB = Bytes32.ofHex("0e".repeat(32));
    private static final Bytes32 OTHER = Bytes32.ofHex("0f".repeat(32));
    private static final String ADDRESS = "30023:" + "0a".repeat(32) + ":page";
    private static final long NOW = 1_700_000_000;

    private final ZapReceiptReader reader = new ZapReceiptReader(new EventVerifier(Schnorr.best()));

    private static final Event REQUEST = TestWallet.request(CUSTOMER, PROVIDER.publicKey(), JOB, 21_000, NOW);

    private static TestEvents unsignedRequest() {
        return TestWallet.request(CUSTOMER, PROVIDER.publicKey(), 21_000, NOW);
    }

    private static TestEvents receipt(Event request) {
        return receipt(request, TestWallet.invoice(request, 21_000, NOW), NOW + 30);
    }

    private static TestEvents receipt(Event request, String invoice, long at) {
        return WALLET.receipt(request, invoice, at)
                .tag("preimage", TestWallet.preimage(request).hex());
    }

    /** A receipt that has all it needs but a recipient and a target. */
    private static TestEvents untold(Event request) {
        return bare().tag("bolt11", TestWallet.invoice(request, 21_000, NOW))
                .tag("description", new String(request.json(), StandardCharsets.UTF_8))
                .tag("preimage", TestWallet.preimage(request).hex());
    }

    /** A receipt that says nothing yet, of the wallet. */
    private static TestEvents bare() {
        return TestEvents.ofKind(9735).by(TestKeys.carol()).at(NOW + 30);
    }

    private void assertFails(TestEvents receipt, int level, String... checks) {
        PaymentProof proof = reader.read(receipt.build()).proof();
        assertEquals(List.of(checks), proof.failedChecks());
        assertEquals(level, proof.level());
    }

    @Test
    void readsAReceiptInWhichAllHolds() {
        Event request = unsignedRequest()
                .tag("e", JOB.hex())
                .tag("a", ADDRESS)
                .tag("lnurl", "lnurl1something")
                .build();
        ZapReceipt read = reader.read(WALLET.receipt(request, NOW + 60));

        assertEquals(Optional.of(request.id()), read.request());
        assertEquals(Optional.of(CUSTOMER.publicKey()), read.payer());
        assertEquals(Optional.of(PROVIDER.publicKey()), read.recipient());
        assertEquals(Optional.of(JOB), read.target());
        assertEquals(Optional.of(ADDRESS), read.address());
        assertEquals(Optional.of("lnurl1something"), read.lnurl());
        assertEquals(OptionalLong.of(NOW), read.requestedAt());
        Bytes32 paymentHash = Sha256.of(TestWallet.preimage(request).toBytes());
        assertEquals(
                new PaymentProof(
                        3,
                        21_000,
                        Optional.of(paymentHash),
                        Optional.of(request.id()),
                        WALLET.nostrPubkey(),
                        List.of(),
                        true),
                read.proof());
    }

    /**
     * As printed, its zap request was edited after it was signed, so that it proves nothing. Of its marks the description
     * hash is another's, and the preimage is right.
     */
    @Test
    void judgesTheExampleOfTheNip() throws IOException {
        ZapReceipt read = reader.read(example());

        assertEquals(0, read.proof().level());
        assertEquals(List.of("zap-request-id", "description-hash"), read.proof().failedChecks());
        assertEquals(1_000_000, read.proof().msat());
        assertEquals(Optional.empty(), read.payer());
        assertEquals(
                Optional.of(Bytes32.ofHex("32e1827635450ebb3c5a7d12c1f8e7b2b514439ac10a67eef3d9fd9c5c68e245")),
                read.recipient());
        assertEquals(
                Optional.of(Bytes32.ofHex("3624762a1274dd9636e0c552b53086d70bc88c165bc4dc0f9e836a1eaf86c3b8")),
                read.target());
    }

    @Test
    void ranksTheExampleOfTheNipByItsPreimageOnceItsZapRequestIsSigned() throws IOException {
        Event printed = example();
        TestEvents request = TestEvents.ofKind(9734).by(CUSTOMER).at(printed.createdAt());
        printed.tags().stream()
                .filter(tag -> tag.name().equals("e") || tag.name().equals("p"))
                .forEach(tag -> request.tag(tag.elements().toArray(String[]::new)));
        TestEvents receipt = WALLET.receipt(
                        request.build(), printed.firstValue("bolt11").orElseThrow(), printed.createdAt())
                .tag("preimage", printed.firstValue("preimage").orElseThrow());

        assertFails(receipt, 3, "description-hash");
    }

    private static Event example() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ZapReceiptReaderTest.class.getResourceAsStream("/zap/nip57-receipt.json"))) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String signed =
                    json.replace("\"content\": \"\"", "\"content\": \"\", \"sig\": \"" + "0".repeat(128) + "\"");
            return EventReader.read(signed.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void ranksAReceiptByItsMarks() {
        Event request = REQUEST;
        String invoice = TestWallet.invoice(request, 21_000, NOW);
        String hashless = TestInvoice.of(21_000, NOW)
                .secret()
                .description("zap")
                .paymentHash(Sha256.of(TestWallet.preimage(request).toBytes()))
                .write();
        String preimage = TestWallet.preimage(request).hex();

        assertFails(WALLET.receipt(request, invoice, NOW), 2, "preimage-given");
        assertFails(WALLET.receipt(request, invoice, NOW).tag("preimage", ""), 2, "preimage-given");
        assertFails(WALLET.receipt(request, invoice, NOW).tag("preimage", OTHER.hex()), 2, "preimage");
        assertFails(WALLET.receipt(request, invoice, NOW).tag("preimage", "x".repeat(64)), 2, "preimage");
        assertFails(WALLET.receipt(request, invoice, NOW).tag("preimage", "x".repeat(1_000_000)), 2, "preimage");
        assertFails(WALLET.receipt(request, invoice, NOW).tag("preimage", preimage.toUpperCase(Locale.ROOT)), 3);
        assertFails(WALLET.receipt(request, hashless, NOW), 1, "description-hash", "preimage-given");
        assertFails(WALLET.receipt(request, hashless, NOW).tag("preimage", preimage), 3, "description-hash");
    }

    @Test
    void provesNothingWithoutAZapRequestOrAnInvoice() {
        TestEvents unexplained = bare().tag("p", PROVIDER.publicKey().hex())
                .tag("bolt11", TestWallet.invoice(REQUEST, 21_000, NOW))
                .tag("preimage", TestWallet.preimage(REQUEST).hex());

        assertFails(bare(), 0, "one-recipient", "invoice", "zap-request", "amount-known");
        assertFails(unexplained, 0, "zap-request", "description-hash");
        assertFails(unexplained.tag("description"), 0, "zap-request", "description-hash");
        assertFails(receipt(REQUEST, "lnbc1", NOW), 0, "invoice", "amount-known");
        assertFails(receipt(REQUEST).kind(1), 0, "kind");
    }

    @Test
    void takesNobodyForThePayerWhoDidNotSignAZapRequest() {
        Event note = TestEvents.note("hello")
                .by(CUSTOMER)
                .tag("p", PROVIDER.publicKey().hex())
                .build();
        Event real = REQUEST;
        Event altered =
                new Event(real.id(), real.pubkey(), real.createdAt(), 9734, real.tags(), "1,000 bitcoin", real.sig());
        Event forged = unsignedRequest().tag("e", JOB.hex()).unsigned();

        assertFails(receipt(note), 0, "zap-request-kind");
        assertFails(receipt(altered), 0, "zap-request-id");
        assertFails(receipt(forged), 0, "zap-request-signature");
        for (Event request : List.of(note, altered, forged)) {
            ZapReceipt read = reader.read(receipt(request).build());
            assertEquals(Optional.empty(), read.payer());
            assertEquals(Optional.empty(), read.request());
            assertEquals(Optional.of(PROVIDER.publicKey()), read.recipient());
        }
    }

    @Test
    void refusesAReceiptThatPaysSomebodyElseThanThePayerDid() {
        Event toBoth = unsignedRequest().tag("p", CUSTOMER.publicKey().hex()).build();
        Event toNobody =
                TestEvents.ofKind(9734).by(CUSTOMER).tag("amount", "21000").build();

        assertFails(untold(REQUEST).tag("p", CUSTOMER.publicKey().hex()), 0, "same-recipient");
        assertFails(receipt(toBoth), 0, "one-recipient", "same-recipient");
        assertFails(receipt(REQUEST).tag("p", PROVIDER.publicKey().hex()), 0, "one-recipient");
        assertFails(receipt(toNobody).tag("p", PROVIDER.publicKey().hex()), 0, "same-recipient");
        assertFails(receipt(toNobody).tag("p", "bob"), 0, "one-recipient", "same-recipient");
    }

    @Test
    void refusesAReceiptForAnotherTargetThanThePayers() {
        Event zapOfPerson = unsignedRequest().build();
        Event zapOfTwo =
                unsignedRequest().tag("e", JOB.hex()).tag("e", OTHER.hex()).build();

        assertFails(receipt(zapOfPerson).tag("e", JOB.hex()), 0, "same-target");
        assertFails(receipt(zapOfPerson).tag("a", ADDRESS), 0, "same-address");
        assertFails(receipt(REQUEST).tag("e", OTHER.hex()), 0, "one-target");
        assertFails(receipt(zapOfTwo), 0, "one-target", "same-target");
        assertFails(receipt(zapOfPerson).tag("e", "the job"), 0, "one-target");
        assertFails(receipt(zapOfPerson).tag("a", "1:x:"), 0, "one-target");
        assertFails(receipt(zapOfPerson).tag("a", ADDRESS + "x".repeat(1_000)), 0, "one-target");
    }

    @Test
    void believesThePayerAboutATargetThatTheWalletLeftOut() {
        Event request = unsignedRequest().tag("e", JOB.hex()).tag("a", ADDRESS).build();
        ZapReceipt read =
                reader.read(untold(request).tag("p", PROVIDER.publicKey().hex()).build());

        assertEquals(3, read.proof().level());
        assertEquals(Optional.of(JOB), read.target());
        assertEquals(Optional.of(ADDRESS), read.address());
    }

    @Test
    void refusesAnInvoiceForAnotherAmountThanThePayers() {
        Event request = REQUEST;
        Event vague = TestEvents.ofKind(9734)
                .by(CUSTOMER)
                .tag("p", PROVIDER.publicKey().hex())
                .build();
        String open = TestWallet.invoice(new TestInvoice("lnbc", NOW), request).write();

        assertFails(receipt(request, TestWallet.invoice(request, 21_001, NOW), NOW), 0, "same-amount");
        assertFails(receipt(request, open, NOW), 0, "same-amount", "amount-known");
        assertFails(receipt(vague, TestWallet.invoice(vague, 5_000, NOW), NOW), 3);
        String vagueOpen =
                TestWallet.invoice(new TestInvoice("lnbc", NOW), vague).write();
        assertFails(receipt(vague, vagueOpen, NOW), 3, "amount-known");
        assertEquals(
                0, reader.read(receipt(vague, vagueOpen, NOW).build()).proof().msat());
    }

    @Test
    void refusesAnAmountThatIsNoNumber() {
        for (String amount : List.of("", "21e3", "-21000", "21000.0", "9".repeat(100_000 / 2))) {
            Event request = TestEvents.ofKind(9734)
                    .by(CUSTOMER)
                    .tag("amount", amount)
                    .tag("p", PROVIDER.publicKey().hex())
                    .build();
            assertFails(receipt(request), 0, "same-amount");
        }
    }

    @Test
    void refusesPlayMoney() {
        for (String prefix : List.of("lntb", "lntbs", "lnbcrt")) {
            String invoice = TestWallet.invoice(new TestInvoice(prefix + "210000p", NOW), REQUEST)
                    .write();
            assertFails(receipt(REQUEST, invoice, NOW), 0, "network");
        }
    }

    @Test
    void marksTimesThatDoNotFit() {
        Event request = REQUEST;
        String invoice = TestWallet.invoice(request, 21_000, NOW);

        assertFails(receipt(request, invoice, NOW - 600), 3);
        assertFails(receipt(request, invoice, NOW - 601), 3, "not-before-invoice");
        assertFails(receipt(request, invoice, NOW + 4_200), 3);
        assertFails(receipt(request, invoice, NOW + 4_201), 3, "not-after-expiry");
    }

    @Test
    void marksWhatNobodyMayPayAndWhoDoesNotSayWhoItIs() {
        Event anonymous = unsignedRequest().tag("anon").build();
        String secretless = TestInvoice.of(21_000, NOW)
                .paymentHash(OTHER)
                .descriptionHash(Sha256.of(REQUEST.json()))
                .write();

        assertFails(receipt(anonymous), 3, "payer-named");
        assertFails(receipt(REQUEST, secretless, NOW), 2, "invoice-payable", "preimage");
    }

    @Test
    void takesThePayerFromTheZapRequestWhateverPSays() {
        TestEvents receipt = untold(REQUEST)
                .tag("P", OTHER.hex())
                .tag("p", PROVIDER.publicKey().hex());

        assertFails(receipt, 3);
        assertEquals(
                Optional.of(CUSTOMER.publicKey()), reader.read(receipt.build()).payer());
    }

    /** Whose key the signer's is, only the recipient's wallet can tell: that is level 4. */
    @Test
    void cannotTellASelfMadeReceiptFromATrueOne() {
        TestWallet forger = new TestWallet(TestKeys.key(666));
        ZapReceipt read = reader.read(forger.receipt(REQUEST, NOW + 60));

        assertEquals(3, read.proof().level());
        assertEquals(forger.nostrPubkey(), read.proof().signer());
    }

    @Test
    void doesNotReadAZapRequestPastTheLimit() {
        String overhead = new String(unsignedRequest().build().json(), StandardCharsets.UTF_8);
        int room = ZapReceiptReader.MAX_REQUEST_BYTES - overhead.length();
        Event largest = unsignedRequest().content("x".repeat(room)).build();
        Event larger = unsignedRequest().content("x".repeat(room + 1)).build();
        Event largeInBytes = unsignedRequest().content("é".repeat(room / 2 + 1)).build();
        Event huge = unsignedRequest().content("x".repeat(1_000_000)).build();

        assertFails(receipt(largest), 3);
        for (Event request : List.of(larger, largeInBytes, huge)) {
            assertFails(receipt(request), 0, "zap-request-size", "description-hash");
            assertEquals(Optional.empty(), reader.read(receipt(request).build()).payer());
        }
    }

    @Test
    void survivesHugeAndCrowdedReceipts() {
        TestEvents crowded = receipt(REQUEST);
        for (int i = 0; i < 20_000; i++) {
            crowded.tag("p", OTHER.hex())
                    .tag("e", OTHER.hex())
                    .tag("bolt11", "lnbc1")
                    .tag("description", "{}");
        }
        assertFails(crowded, 0, "one-recipient", "one-target");
        assertFails(
                bare().tag("bolt11", "l".repeat(1_000_000)),
                0,
                "one-recipient",
                "invoice",
                "zap-request",
                "amount-known");
    }

    @Test
    void survivesHostileJson() {
        String json = new String(REQUEST.json(), StandardCharsets.UTF_8);
        List<String> hostile = List.of(
                "[".repeat(60_000),
                "{\"a\":".repeat(10_000),
                "{\"id\":" + "9".repeat(60_000) + "}",
                "{\"" + "k".repeat(60_000) + "\":1}",
                "\"" + json.replace("\"", "\\\"") + "\"",
                json + json,
                json.replace("\"kind\":9734", "\"kind\":9734,\"kind\":9734"),
                json.replace("\"kind\":9734", "\"kind\":9734.0"),
                json.replace("\"kind\":9734", "\"kind\":\"9734\""),
                json.replace("\"content\":\"\"", "\"content\":\"\\ud800\""),
                json.replace("\"tags\":[", "\"tags\":[[],"),
                json.replace("\"tags\":[", "\"tags\":[[1],"),
                json.substring(0, json.length() - 1),
                "null",
                "\u0000",
                "");
        for (String description : hostile) {
            Event receipt = bare().tag("p", PROVIDER.publicKey().hex())
                    .tag("bolt11", TestWallet.invoice(REQUEST, 21_000, NOW))
                    .tag("description", description)
                    .build();
            List<String> failed = reader.read(receipt).proof().failedChecks();
            assertEquals(
                    List.of("zap-request", "description-hash", "preimage-given"),
                    failed,
                    description.substring(0, Math.min(80, description.length())));
        }
    }

    @Test
    void dropsAnLnurlThatIsTooLongToBeOne() {
        Event atLimit =
                unsignedRequest().tag("lnurl", "l".repeat(ZapReceipt.MAX_LNURL)).build();
        Event beyond = unsignedRequest()
                .tag("lnurl", "l".repeat(ZapReceipt.MAX_LNURL + 1))
                .build();

        assertTrue(reader.read(receipt(atLimit).build()).lnurl().isPresent());
        assertTrue(reader.read(receipt(beyond).build()).lnurl().isEmpty());
    }
}
