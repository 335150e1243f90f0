package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static final Bytes32 ALICE = TestKeys.alice().publicKey();

    @Test
    void ofAReplaceableHasAnEmptyD() {
        Event event = TestEvents.ofKind(10002).tag("d", "ignored").unsigned();

        assertEquals(Optional.of(new Address(10002, ALICE, "")), Address.of(event));
    }

    @Test
    void ofAnAddressableHasTheFirstD() {
        Event event = TestEvents.ofKind(30023)
                .tag("D", "no")
                .tag("d", "first", "no")
                .tag("d", "second")
                .unsigned();

        assertEquals(Optional.of(new Address(30023, ALICE, "first")), Address.of(event));
    }

    @Test
    void ofAnAddressableWithoutDIsThatOfAnEmptyD() {
        Optional<Address> expected = Optional.of(new Address(30023, ALICE, ""));

        assertEquals(expected, Address.of(TestEvents.ofKind(30023).unsigned()));
        assertEquals(expected, Address.of(TestEvents.ofKind(30023).tag("d").unsigned()));
        assertEquals(expected, Address.of(TestEvents.ofKind(30023).tag("d", "").unsigned()));
        assertEquals(
                expected,
                Address.of(TestEvents.ofKind(30023).tag("d").tag("d", "x").unsigned()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20000, 29999, 40000, 65536, 68001, 75536, 95536})
    void isNothingForOtherKinds(int kind) {
        assertEquals(
                Optional.empty(),
                Address.of(TestEvents.ofKind(kind).tag("d", "x").unsigned()));
        assertEquals(Optional.empty(), Address.parse(kind + ":" + ALICE + ":"));
    }

    @Test
    void doesNotCollideWhenLongDsDifferAtTheEnd() {
        String d = "x".repeat(10_000);

        assertNotEquals(new Address(30023, ALICE, d + "a"), new Address(30023, ALICE, d + "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ":", "a:b:c", " ", "\uD83E\uDD8A", "\0"})
    void readsBackWhatItWrote(String d) {
        Address address = new Address(30023, ALICE, d);

        assertEquals(Optional.of(address), Address.parse(address.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10000, 19999})
    void readsReplaceablesWithTheTrailingColonOnly(int kind) {
        assertEquals(Optional.of(new Address(kind, ALICE, "")), Address.parse(kind + ":" + ALICE + ":"));
        assertEquals(Optional.empty(), Address.parse(kind + ":" + ALICE));
        assertEquals(Optional.empty(), Address.parse(kind + ":" + ALICE + ":x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "30023",
                "30023:",
                "30023::",
                "30023:P",
                "30023:PP:",
                "30023:abc:",
                ":P:x",
                " 30023:P:x",
                "30023 :P:x",
                "+3023:P:x",
                "-1:P:x",
                "3e4:P:x",
                "300230:P:x",
                "99999999999:P:x",
                "\u0663\u0660\u0660\u0662\u0663:P:x",
                "30023;P:x",
                "30023:P;x"
            })
    void readsNothingElse(String text) {
        assertEquals(Optional.empty(), Address.parse(text.replace("P", ALICE.hex())));
    }

    @Test
    void readsNoUpperCaseKey() {
        assertEquals(Optional.empty(), Address.parse("30023:" + "A".repeat(64) + ":x"));
    }

    /** Else one event would have several names. */
    @ParameterizedTest
    @ValueSource(strings = {"00:P:", "03:P:", "00003:P:", "010002:P:"})
    void readsNoLeadingZeros(String text) {
        assertEquals(Optional.empty(), Address.parse(text.replace("P", ALICE.hex())));
    }
}
