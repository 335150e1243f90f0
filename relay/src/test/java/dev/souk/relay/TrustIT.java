package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.WriteRule;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A relay for those whom the operators' follows lead to. */
class TrustIT {
    private static final SecretKey OPERATOR = TestKeys.key(20);
    private static final SecretKey FOLLOWED = TestKeys.key(21);
    private static final SecretKey THEIRS = TestKeys.key(22);
    private static final SecretKey STRANGER = TestKeys.key(23);
    private static final String HOME = "198.51.100.1";

    private final RelayFixture relay = start(new TestWrite().trustDepth(2));
    private final TestClient client = relay.connectFrom(HOME);
    private int number;

    private static RelayFixture start(TestWrite write) {
        return RelayFixture.start(config -> config.withWrite(write.build())
                .withMembers(config.members().withOperators(Set.of(OPERATOR.publicKey()))));
    }

    @AfterEach
    void stops() {
        relay.close();
    }

    private static Event follows(SecretKey who, SecretKey... whom) {
        TestEvents list = ofKind(3).by(who);
        for (SecretKey one : whom) {
            list.tag("p", one.publicKey().hex());
        }
        return list.build();
    }

    private boolean isTaken(SecretKey author) {
        return client.ok(note("note " + number++).by(author).build()).contains(",true,");
    }

    @Test
    void followsOfFollowsPublishAndNobodyElse() {
        Eventually.holds("the operators are known", () -> isTaken(OPERATOR));
        client.accepted(follows(OPERATOR, FOLLOWED));
        Eventually.holds("whom an operator follows publishes", () -> isTaken(FOLLOWED));
        client.accepted(follows(FOLLOWED, THEIRS));
        Eventually.holds("whom these follow publish", () -> isTaken(THEIRS));
        client.refused(follows(STRANGER, STRANGER), "restricted");
        client.accepted(follows(THEIRS, STRANGER));
        relay.connect().accepted(note("the walk ends at two steps").by(STRANGER).build());
        client.refused(note("a stranger").by(STRANGER).build(), "restricted");
        client.accepted(
                ofKind(1_059).by(STRANGER).tag("p", THEIRS.publicKey().hex()).build());
        client.refused(
                ofKind(1_059).by(STRANGER).tag("p", STRANGER.publicKey().hex()).build(), "restricted");
    }

    @Test
    void theWalkEndsAtSoManyKeys() {
        try (RelayFixture small =
                start(new TestWrite().trustDepth(1).maxTrusted(2).logOnly(WriteRule.TRUST))) {
            small.connect().accepted(follows(OPERATOR, FOLLOWED, THEIRS, STRANGER));
            Eventually.holds("one beside the operator is found", () -> small.meter("souk_trust_keys") == 2);
        }
    }
}
