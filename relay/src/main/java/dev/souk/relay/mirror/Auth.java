package dev.souk.relay.mirror;

import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Proves to another relay who this one is, when it asks and this one has a key (NIP-42). Owned by the mirror's thread. */
final class Auth {
    private static final int KIND = 22_242;
    private static final int MAX_CHALLENGE = 1_000;

    private final Shared shared;
    private final String url;
    private final Talk talk;
    private Optional<Bytes32> proof = Optional.empty();
    private boolean isAnswered;

    Auth(Shared shared, String url, Talk talk) {
        this.shared = shared;
        this.url = url;
        this.talk = talk;
    }

    /** True when there is something to prove. */
    boolean isPossible() {
        return shared.key().isPresent();
    }

    /** True when nothing is to be waited for any more. */
    boolean isSettled() {
        return isAnswered;
    }

    /** True while a proof is on its way. */
    boolean isUnderWay() {
        return proof.isPresent() && !isAnswered;
    }

    void challenged(String challenge) throws InterruptedException {
        if (shared.key().isEmpty() || challenge.length() > MAX_CHALLENGE) {
            return;
        }
        List<Tag> tags = List.of(Tag.of("relay", url), Tag.of("challenge", challenge));
        Event signed = shared.key().get().sign(new Draft(shared.now(), KIND, tags, ""));
        proof = Optional.of(signed.id());
        isAnswered = false;
        talk.send("[\"AUTH\"," + new String(signed.json(), StandardCharsets.UTF_8) + "]");
    }

    /** True when the answer is about the proof. */
    boolean takes(Answer.Ok ok, Complaints complaints) {
        if (proof.filter(ok.event()::equals).isEmpty()) {
            return false;
        }
        isAnswered = true;
        if (!ok.isAccepted()) {
            complaints.tell("auth", "it does not believe who this relay is: " + ok.message());
        }
        return true;
    }
}
