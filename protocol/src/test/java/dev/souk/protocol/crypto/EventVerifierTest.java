package dev.souk.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Signature;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import org.junit.jupiter.api.Test;

class EventVerifierTest {
    private final EventVerifier verifier = new EventVerifier(Schnorr.best());
    private final Event event = TestEvents.note("hello").tag("t", "greeting").build();

    @Test
    void findsAnEventOfItsAuthorValid() {
        assertEquals(Verification.VALID, verifier.verify(event));
    }

    @Test
    void findsTheIdOfChangedContentWrong() {
        assertEquals(Verification.WRONG_ID, verifier.verify(with(event.id(), event.pubkey(), "hallo", event.sig())));
    }

    @Test
    void findsTheIdOfAnotherAuthorWrong() {
        Bytes32 bob = TestKeys.bob().publicKey();

        assertEquals(Verification.WRONG_ID, verifier.verify(with(event.id(), bob, event.content(), event.sig())));
    }

    @Test
    void findsAStrangersSignatureWrong() {
        Event bobs =
                TestEvents.note("hello").tag("t", "greeting").by(TestKeys.bob()).build();

        Event forged = with(event.id(), event.pubkey(), event.content(), bobs.sig());

        assertEquals(Verification.WRONG_SIGNATURE, verifier.verify(forged));
    }

    @Test
    void findsASignatureThatIsNoneWrong() {
        assertEquals(
                Verification.WRONG_SIGNATURE,
                verifier.verify(TestEvents.note("hello").unsigned()));
    }

    @Test
    void findsTheSignatureOfAnAuthorWhoIsNoPointOfTheCurveWrong() {
        Bytes32 nobody = Bytes32.ofHex("ff".repeat(32));
        Bytes32 id = Event.computeId(nobody, event.createdAt(), event.kind(), event.tags(), "");

        assertEquals(Verification.WRONG_SIGNATURE, verifier.verify(with(id, nobody, "", event.sig())));
    }

    private Event with(Bytes32 id, Bytes32 pubkey, String content, Signature sig) {
        return new Event(id, pubkey, event.createdAt(), event.kind(), event.tags(), content, sig);
    }
}
