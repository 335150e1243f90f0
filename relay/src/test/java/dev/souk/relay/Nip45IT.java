package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.HyperLogLog;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-45: how many, and how many authors. */
@Nip(
        works = "exact counts up to `limits.max_rows_counted`, `approximate` past it; HyperLogLog for filters with a "
                + "tag condition")
class Nip45IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final long NOW = RelayFixture.START.getEpochSecond();
    private static final String TARGET = "b".repeat(64);

    private final RelayFixture relay = RelayFixture.withLimits(
            new TestLimits().results(3, 3).maxRowsCounted(20_000).maxFilters(3).build());
    private final TestClient client = relay.connect();

    @AfterEach
    void stops() {
        relay.close();
    }

    private String count(String... filters) {
        return client.send("[\"COUNT\",\"q\"," + String.join(",", filters) + "]")
                .next();
    }

    private static String exactly(long count) {
        return "[\"COUNT\",\"q\",{\"count\":" + count + "}]";
    }

    private void assertRefused(String prefix, String answer) {
        assertTrue(answer.startsWith("[\"CLOSED\",\"q\",\"" + prefix + ": "), answer);
    }

    @Test
    void countsEachMatchOnceWhateverTheLimit() {
        for (int i = 0; i < 5; i++) {
            client.accepted(note("note " + i).by(ALICE).at(NOW - i).build());
        }
        client.accepted(ofKind(7).by(BOB).build());
        assertEquals(exactly(6), count("{}"));
        assertEquals(exactly(5), count("{\"kinds\":[1],\"limit\":2}"));
        assertEquals(exactly(0), count("{\"kinds\":[3]}"));
        assertEquals(exactly(6), count("{\"kinds\":[1,7]}", "{\"authors\":[\"" + ALICE.publicKey() + "\"]}"));
    }

    @Test
    void countsNeitherWhatIsDeletedNorWhatHasExpired() {
        Event gone = note("gone").build();
        Event late = note("late").tag("expiration", Long.toString(NOW + 10)).build();
        client.accepted(gone, late, ofKind(5).tag("e", gone.id().hex()).build());
        assertEquals(exactly(1), count("{\"kinds\":[1]}"));
        relay.setClock(RelayFixture.START.plusSeconds(11));
        assertEquals(exactly(0), count("{\"kinds\":[1]}"));
    }

    @Test
    void countsPrivateEventsOnlyForThoseTheyConcern() {
        client.accepted(
                ofKind(1_059).by(ALICE).tag("p", BOB.publicKey().hex()).build(),
                note("public").build());
        assertRefused("auth-required", count("{\"kinds\":[1059]}"));
        assertEquals(exactly(1), count("{}"));
        client.authenticate(BOB);
        assertEquals(exactly(1), count("{\"kinds\":[1059]}"));
        assertEquals(exactly(2), count("{}"));
    }

    @Test
    void countsInAnIndexWhatItsRowsSay() {
        storesNotes(900);
        assertEquals(exactly(900), count("{\"kinds\":[1]}"));
        assertEquals(exactly(100), count("{\"since\":" + (NOW - 99) + "}"));
        assertEquals(exactly(100), count("{\"until\":" + (NOW - 800) + "}"));
    }

    @Test
    void saysWhenItStoppedCounting() {
        storesNotes(2_000);
        String read = count("{\"kinds\":[1]}", "{\"kinds\":[2]}");
        assertTrue(read.matches("\\[\"COUNT\",\"q\",\\{\"count\":[0-9]{3,4},\"approximate\":true}]"), read);
    }

    @Test
    void tellsAboutHowManyWhenItStoppedCountingInAnIndex() {
        storesNotes(50_000);
        String answer = count("{\"kinds\":[1]}");
        assertTrue(answer.endsWith(",\"approximate\":true}]"), answer);
        long about = Long.parseLong(answer.replaceAll("[^0-9]", ""));
        assertTrue(about > 30_000 && about < 80_000, answer);
    }

    @Test
    void leavesTheAuthorsOutWhenItCouldNotReadThemAll() {
        relay.store()
                .save(IntStream.range(0, 900)
                        .mapToObj(i -> ofKind(3)
                                .tag("p", TARGET)
                                .at(NOW - i)
                                .by(TestKeys.key(100 + i))
                                .unsigned())
                        .toList());
        assertEquals(exactly(900), count("{\"kinds\":[3],\"#p\":[\"" + TARGET + "\"]}"));
    }

    private void storesNotes(int notes) {
        relay.store()
                .save(IntStream.range(0, notes)
                        .mapToObj(i -> note("note " + i).at(NOW - i).unsigned())
                        .toList());
    }

    @Test
    void estimatesTheAuthorsByTheFirstTagConditionInTheClientsOrder() {
        HyperLogLog expected = HyperLogLog.of(TARGET);
        for (int i = 0; i < 20; i++) {
            SecretKey key = TestKeys.key(100 + i % 15);
            Event reaction =
                    ofKind(7).by(key).at(NOW - i).tag("e", TARGET).tag("t", "x").build();
            client.accepted(reaction);
            expected.add(key.publicKey());
        }
        String hll = ",\"hll\":\"" + expected.hex() + "\"}]";
        assertEquals("[\"COUNT\",\"q\",{\"count\":20" + hll, count("{\"#e\":[\"" + TARGET + "\"],\"kinds\":[7]}"));
        assertEquals(
                "[\"COUNT\",\"q\",{\"count\":20" + hll,
                count("{\"#e\":[\"" + TARGET + "\",\"" + "1".repeat(64) + "\"],\"#t\":[\"x\"]}"));
        String other = count("{\"#t\":[\"x\"],\"#e\":[\"" + TARGET + "\"]}");
        HyperLogLog byHash = HyperLogLog.of("x");
        IntStream.range(0, 15).forEach(i -> byHash.add(TestKeys.key(100 + i).publicKey()));
        assertEquals("[\"COUNT\",\"q\",{\"count\":20,\"hll\":\"" + byHash.hex() + "\"}]", other);
    }

    @Test
    void readsTheRegisterAndTheZerosWhereTheTextSays() {
        // The digit at position 32 of the target is b, so the offset is 19.
        byte[] pubkey = new byte[32];
        pubkey[19] = 7;
        pubkey[20] = 0;
        pubkey[21] = 0x10;
        HyperLogLog registers = HyperLogLog.of(TARGET);
        registers.add(Bytes32.of(pubkey));
        byte[] expected = new byte[256];
        expected[7] = 8 + 3 + 1;
        assertEquals(HexFormat.of().formatHex(expected), registers.hex());
        assertEquals(
                HyperLogLog.of(TARGET).hex(),
                HyperLogLog.of("30023:" + TARGET + ":d").hex());
    }

    @Test
    void answersSeveralCountsUnderTheirIdsAndLeavesSubscriptionsAlone() {
        client.subscribe("q", "{}");
        client.send("[\"COUNT\",\"q\",{}]");
        assertEquals(exactly(0), client.next());
        Event live = note("live").build();
        relay.connect().accepted(live);
        assertEquals(live, client.nextEvent("q"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"COUNT\",\"q\"]",
                "[\"COUNT\",\"q\",1]",
                "[\"COUNT\",\"q\",{\"kinds\":1}]",
                "[\"COUNT\",\"q\",{},{},{},{}]",
                "[\"COUNT\",\"q\",{\"#p\":[\"x\"]}]"
            })
    void refusesWhatItCannotCount(String message) {
        assertRefused("invalid", client.send(message).next());
        assertEquals(List.of(), client.stored("{}"));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused("unsupported", count("{\"unheard\":\"x\"}"));
        assertTrue(client.send("[\"COUNT\"]").next().startsWith("[\"NOTICE\",\"invalid: "));
        assertTrue(
                client.send("[\"COUNT\",\"" + "x".repeat(65) + "\",{}]").next().startsWith("[\"NOTICE\",\"invalid: "));
    }
}
