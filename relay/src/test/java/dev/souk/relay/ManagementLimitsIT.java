package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.ManagementConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much those who manage the relay may keep, and be shown. */
class ManagementLimitsIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final int MAX = 3;
    private static final int MAX_AUDIT_BYTES = 2_000;

    private final Path folder;
    private final RelayFixture relay;
    private final Operator alice;

    ManagementLimitsIT(@TempDir Path folder) {
        this.folder = folder;
        relay = RelayFixture.start(
                config -> config.withMembers(config.members().withOperators(Set.of(ALICE.publicKey())))
                        .withManagement(management(true, MAX + 1)));
        alice = new Operator(relay, ALICE);
    }

    private ManagementConfig management(boolean enabled, int maxEntries) {
        return new ManagementConfig(enabled, Set.of(), maxEntries, MAX, MAX, Optional.of(folder), MAX_AUDIT_BYTES);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static String key(int number) {
        return TestKeys.key(10 + number).publicKey().hex();
    }

    private static int entries(String list) {
        return list.split("\\{", -1).length - 1;
    }

    @Test
    void aListHasSoManyEntriesAndIsShownByPages() {
        for (int i = 0; i <= MAX; i++) {
            alice.done("banpubkey", key(i));
        }
        assertEquals(MAX, entries(alice.call("listbannedpubkeys")));
        String full = alice.error("banpubkey", key(MAX + 1));
        assertTrue(full.contains("" + (MAX + 1)), full);
        relay.set(config -> config.withManagement(management(true, MAX + 2)));
        alice.done("banpubkey", key(MAX + 1));
    }

    @Test
    void onlyTheNewestReportsAreRead() {
        TestClient client = relay.connect();
        Event reported = note("reported").build();
        client.accepted(reported);
        for (int i = 0; i <= MAX; i++) {
            client.accepted(ofKind(1_984)
                    .by(TestKeys.key(10 + i))
                    .tag("e", reported.id().hex(), "spam")
                    .build());
        }
        String list = alice.call("listeventsneedingmoderation");
        assertTrue(list.contains("\"" + MAX + " reports: spam " + MAX + "\""), list);
    }

    @Test
    void whoManagesIsTurnedAwayWhileThatIsOff() {
        alice.done("banpubkey", key(0));
        relay.set(config -> config.withManagement(management(false, MAX)));
        assertEquals(405, alice.answer(Operator.body("listbannedpubkeys")).statusCode());
        assertFalse(relay.information().contains(",86,"), relay.information());
    }

    @Test
    void theAuditLogIsKeptTwiceItsSize() throws IOException {
        for (int i = 0; i < 30; i++) {
            alice.call("supportedmethods");
        }
        long now = Files.size(folder.resolve("audit.jsonl"));
        long before = Files.size(folder.resolve("audit.jsonl.1"));
        assertTrue(now <= MAX_AUDIT_BYTES && before <= MAX_AUDIT_BYTES, now + " and " + before);
    }
}
