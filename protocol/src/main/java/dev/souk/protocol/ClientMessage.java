package dev.souk.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What a client said (NIP-01, From client to relay), including what it said badly: a message that cannot be acted upon
 * is a value that knows how it must be answered.
 */
public sealed interface ClientMessage {
    /** {@code ["EVENT", event]}: well-formed; id and signature are not yet checked. */
    record Publish(Event event) implements ClientMessage {}

    /** {@code ["REQ", id, filter, ...]}, with at least one filter. */
    record Req(SubscriptionId subscriptionId, List<Filter> filters) implements ClientMessage {
        public Req {
            filters = List.copyOf(filters);
        }
    }

    /**
     * {@code ["COUNT", id, filter, ...]} (NIP-45), with at least one filter.
     *
     * @param firstItem the first value of the first tag condition, in the order of the client's text, if there is just one
     *     filter and it has such a condition
     */
    record Count(SubscriptionId queryId, List<Filter> filters, Optional<String> firstItem) implements ClientMessage {
        public Count {
            filters = List.copyOf(filters);
        }
    }

    /** {@code ["NEG-OPEN", id, filter, message]} (NIP-77); the message is not looked into yet. */
    record NegOpen(SubscriptionId id, Filter filter, byte[] message) implements ClientMessage {}

    /** {@code ["NEG-MSG", id, message]} (NIP-77). */
    record NegMsg(SubscriptionId id, byte[] message) implements ClientMessage {}

    /** {@code ["NEG-CLOSE", id]} (NIP-77). The id may be one that can never have been opened. */
    record NegClose(String id) implements ClientMessage {}

    /** A NEG-OPEN or NEG-MSG that shows an id: answered by NEG-ERR. */
    record RefusedNeg(SubscriptionId id, Reason reason) implements ClientMessage {}

    /** {@code ["CLOSE", id]}. The id may be one that can never have been opened; closing it changes nothing. */
    record Close(String subscriptionId) implements ClientMessage {}

    /** {@code ["AUTH", event]} (NIP-42): well-formed; nothing about the event is checked yet. */
    record Authenticate(Event event) implements ClientMessage {}

    /** An EVENT or AUTH that shows an id but is not a well-formed event: answered by OK false. */
    record RefusedEvent(Bytes32 id, Reason reason) implements ClientMessage {}

    /** A REQ, or a verb this relay does not know, that shows a subscription id: answered by CLOSED. */
    record RefusedReq(SubscriptionId subscriptionId, Reason reason) implements ClientMessage {}

    /** Anything else: there is nothing to answer to, so a NOTICE says what is wrong. */
    record Unreadable(Reason reason) implements ClientMessage {}
}
