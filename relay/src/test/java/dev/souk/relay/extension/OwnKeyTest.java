package dev.souk.relay.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnKeyTest {
    private static final Caller MARKET = Caller.inside("market");
    private static final Caller CLIENT = Caller.client("127.0.0.1");

    private final EventPolicy policy = new OwnKey(TestKeys.alice().publicKey(), Set.of("market"));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 30_382, 30_383, 38_690, 68_001})
    void noClientPublishesUnderTheRelaysKey(int kind) {
        Event event = TestEvents.ofKind(kind).by(TestKeys.alice()).build();
        Verdict.Reject reject = assertInstanceOf(Verdict.Reject.class, policy.judge(event, CLIENT));
        assertTrue(
                reject.reason().toString().startsWith("blocked: "),
                reject.reason().toString());
        assertInstanceOf(Verdict.Reject.class, policy.judge(event, Caller.inside("other")));
    }

    @Test
    void anExtensionThatSpeaksForTheRelayPublishesUnderItsKey() {
        Event event = TestEvents.ofKind(30_383).by(TestKeys.alice()).build();
        assertEquals(Verdict.ACCEPT, policy.judge(event, MARKET));
    }

    @Test
    void othersMayPublishTheSameKindsUnderTheirOwnKeys() {
        Event event = TestEvents.ofKind(30_383).by(TestKeys.bob()).build();
        assertEquals(Verdict.ACCEPT, policy.judge(event, CLIENT));
    }
}
