package dev.souk.marketplace.zap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NutzapReaderTest {
    private static final Bytes32 PROVIDER = TestKeys.bob().publicKey();
    private static final Bytes32 JOB = Bytes32.ofHex("0e".repeat(32));
    private static final long NOW = 1_700_000_000;

    /** The proof of NIP-61's example. */
    private static final String EXAMPLE = "{\"amount\":1,"
            + "\"C\":\"02277c66191736eb72fce9d975d08e3191f8f96afb73ab1eec37e4465683066d3f\",\"id\":\"000a93d6f8a1d2c4\","
            + "\"secret\":\"[\\\"P2PK\\\",{\\\"nonce\\\":"
            + "\\\"b00bdd0467b0090a25bdf2d2f0d45ac4e355c482c1418350f273a04fedaaee83\\\",\\\"data\\\":"
            + "\\\"02eaee8939e3565e48cc62967e2fde9d8e2a4b3ec0081f29eceff5c64ef10ac1ed\\\"}]\"}";

    private final NutzapReader reader = new NutzapReader();

    private static TestEvents nutzap() {
        return TestEvents.ofKind(9321)
                .at(NOW)
                .tag("u", "https://mint.example")
                .tag("e", JOB.hex())
                .tag("p", PROVIDER.hex());
    }

    private static String proof(Object amount, String secret) {
        return "{\"amount\":" + amount + ",\"secret\":\"" + secret + "\",\"dleq\":{\"e\":[1,2],\"s\":{}}}";
    }

    private void assertProof(TestEvents nutzap, int level, long msat, String... failed) {
        PaymentProof proof = reader.read(nutzap.build()).proof();
        assertEquals(List.of(failed), proof.failedChecks());
        assertEquals(level, proof.level());
        assertEquals(msat, proof.msat());
    }

    @Test
    void readsTheExampleOfTheNip() {
        Event nutzap = nutzap().tag("unit", "sat").tag("proof", EXAMPLE).build();
        ZapReceipt read = reader.read(nutzap);

        assertEquals(Optional.empty(), read.request());
        assertEquals(Optional.of(nutzap.pubkey()), read.payer());
        assertEquals(Optional.of(PROVIDER), read.recipient());
        assertEquals(Optional.of(JOB), read.target());
        assertEquals(OptionalLong.of(NOW), read.requestedAt());
        assertEquals(
                new PaymentProof(1, 1_000, Optional.empty(), nutzap.pubkey(), List.of(), true),
                read.proof().spending(Optional.empty()));
    }

    private Optional<Bytes32> token(TestEvents nutzap) {
        return reader.read(nutzap.build()).proof().token();
    }

    @Test
    void knowsATokenByItsPayerAndItsProofs() {
        Optional<Bytes32> token = token(nutzap().tag("proof", proof(4, "a")).tag("proof", proof(16, "b")));

        assertTrue(token.isPresent());
        assertEquals(
                token,
                token(nutzap().content("again").tag("proof", proof(16, "b")).tag("proof", proof(4, "a"))));
        assertNotEquals(token, token(nutzap().tag("proof", proof(4, "a"))));
        assertNotEquals(token, token(nutzap().tag("proof", proof(4, "ab"))));
        assertNotEquals(
                token,
                token(nutzap().by(TestKeys.bob()).tag("proof", proof(4, "a")).tag("proof", proof(16, "b"))));
        assertEquals(Optional.empty(), token(nutzap()));
    }

    @Test
    void addsProofsUpAndTakesSatsForGranted() {
        assertProof(nutzap().tag("proof", proof(4, "a")).tag("proof", proof(16, "b")), 1, 20_000);
    }

    @Test
    void claimsAPaymentInAnotherUnitWithoutAnAmount() {
        assertProof(nutzap().tag("unit", "usd").tag("proof", proof(4, "a")), 1, 0, "amount-known");
    }

    @Test
    void refusesProofsThatCannotBeRead() {
        assertProof(nutzap(), 0, 0, "proofs");
        List<String> bad = List.of(
                "",
                "4",
                "[4]",
                proof("\"4\"", "a"),
                proof("-4", "a"),
                proof("4.0", "a"),
                proof("4e0", "a"),
                proof("9".repeat(30), "a"),
                proof("9".repeat(5_000), "a"),
                "{\"amount\":4}",
                "{\"secret\":\"a\"}",
                "{\"amount\":4,\"amount\":4,\"secret\":\"a\"}",
                proof(4, "a") + proof(4, "b"),
                "{\"a\":".repeat(1_000),
                proof(4, "x".repeat(NutzapReader.MAX_PROOF_LENGTH)));
        for (String proof : bad) {
            assertProof(nutzap().tag("proof", proof(8, "good")).tag("proof", proof), 0, 0, "proofs");
        }
    }

    @Test
    void refusesAProofThatIsGivenTwice() {
        assertProof(nutzap().tag("proof", proof(4, "a")).tag("proof", proof(4, "a")), 0, 0, "proofs");
    }

    @Test
    void refusesMoreThanThereIs() {
        assertProof(nutzap().tag("proof", proof(2_100_000_000_000_000L, "a")), 1, 2_100_000_000_000_000_000L);
        assertProof(
                nutzap().tag("proof", proof(2_100_000_000_000_000L, "a")).tag("proof", proof(1, "b")), 0, 0, "proofs");
        assertProof(nutzap().tag("proof", proof(Long.MAX_VALUE, "a")), 0, 0, "proofs");
    }

    @Test
    void readsUpToTheLimitOfProofsAndNoFurther() {
        TestEvents nutzap = nutzap();
        for (int i = 0; i < NutzapReader.MAX_PROOFS; i++) {
            nutzap.tag("proof", proof(1, "secret" + i));
        }
        assertProof(nutzap, 1, NutzapReader.MAX_PROOFS * 1_000L);
        assertProof(nutzap.tag("proof", proof(1, "one more")), 0, 0, "proofs");
    }

    @Test
    void refusesANutzapForNobodyOrForMany() {
        assertProof(TestEvents.ofKind(9321).tag("proof", proof(4, "a")), 0, 4_000, "one-recipient");
        assertProof(nutzap().tag("proof", proof(4, "a")).tag("p", PROVIDER.hex()), 0, 4_000, "one-recipient");
        assertProof(nutzap().tag("proof", proof(4, "a")).tag("e", JOB.hex()), 0, 4_000, "one-target");
        assertProof(nutzap().tag("proof", proof(4, "a")).kind(1), 0, 4_000, "kind");
    }
}
