package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NIP-86 on members and their roles: on a closed relay they are those who may publish. */
class Nip86MembersIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final String BOB_HEX = BOB.publicKey().hex();
    private static final String CAROL_HEX = TestKeys.carol().publicKey().hex();

    private final RelayFixture relay;
    private Operator alice;

    Nip86MembersIT(@TempDir Path folder) {
        relay = RelayFixture.managedBy(Set.of(ALICE.publicKey()), Set.of(), folder);
        alice = new Operator(relay, ALICE);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void membersAreAllowedAndGetRoles() {
        alice.done("allowpubkey", BOB_HEX, "founder");
        alice.done("createrole", "king", "King", "rules", 37, 1);
        alice.done("createrole", "jester", "Jester", "", "120", "2");
        alice.done("editrole", "king", "Queen", "rules", 38, 1);
        alice.done("assignrole", BOB_HEX, "king");
        alice.done("assignrole", BOB_HEX, "king");
        assertEquals("there is such a role: editrole changes it", alice.error("createrole", "king", "King"));
        assertEquals("there is no such role", alice.error("editrole", "queen", "Queen"));
        assertEquals("there is no such role", alice.error("assignrole", BOB_HEX, "queen"));
        assertEquals("this key is no member: allowpubkey makes it one", alice.error("assignrole", CAROL_HEX, "king"));
        assertTrue(alice.error("createrole", "bad", "", "", 361).contains("hue"));
        assertTrue(alice.error("createrole", "bad", "", "", "blue").contains("whole number"));
        assertTrue(alice.error("createrole", "").contains("1 to 64"));
        relay.restart();
        alice = new Operator(relay, ALICE);
        assertEquals("[{\"pubkey\":\"" + BOB_HEX + "\",\"reason\":\"founder\"}]", alice.call("listallowedpubkeys"));
        alice.done("unassignrole", BOB_HEX, "king");
        alice.done("deleterole", "king");
        assertEquals("there is no such role", alice.error("deleterole", "king"));
        alice.done("unallowpubkey", BOB_HEX);
        assertEquals("[]", alice.call("listallowedpubkeys"));
    }

    @Test
    void whoIsAllowedPublishesOnAClosedRelay() {
        try (ClosedRelay closed = ClosedRelay.start(new TestMembers())) {
            Operator operator = new Operator(closed.fixture(), TestMembers.OPERATOR);
            TestClient client = closed.connect();
            Event first = note("first").by(BOB).at(closed.now()).build();
            client.refused(first, "restricted");
            operator.done("allowpubkey", BOB_HEX);
            client.accepted(first);
            operator.done("createrole", "king", "King", "", "37", 1);
            operator.done("assignrole", BOB_HEX, "king");
            closed.await(
                    "{\"kinds\":[33534]}",
                    role -> role.firstValue("d").filter("king"::equals).isPresent());
            closed.await(
                    "{\"kinds\":[13534]}",
                    list -> list.tags().stream()
                            .anyMatch(tag -> tag.elements().contains(BOB_HEX)
                                    && tag.elements().contains("king")));
            operator.done("unallowpubkey", BOB_HEX);
            client.refused(note("second").by(BOB).at(closed.now()).build(), "restricted");
        }
    }

    @Test
    void theRelaysOwnKeyIsNotBanned() {
        try (ClosedRelay closed = ClosedRelay.start(new TestMembers())) {
            Operator operator = new Operator(closed.fixture(), TestMembers.OPERATOR);
            assertEquals(
                    "this key manages the relay, or is its own",
                    operator.error("banpubkey", ClosedRelay.SELF.publicKey().hex()));
        }
    }
}
