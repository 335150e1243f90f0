package dev.souk.protocol;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the relay says (NIP-01, From relay to client); {@link #json()} is how it looks on the wire. */
public sealed interface RelayMessage {
    /** The message as UTF-8 JSON. */
    byte[] json();

    /** {@code ["EVENT", subscription, event]}, the event's bytes spliced in as they are. */
    record Deliver(SubscriptionId subscriptionId, byte[] event) implements RelayMessage {
        @Override
        public byte[] json() {
            return new JsonBytes(event.length + 80)
                    .raw(head(subscriptionId))
                    .raw(event)
                    .raw(']')
                    .toBytes();
        }

        /** What stands before the event: {@code ["EVENT","subscription",}. The same for all events, so worth keeping. */
        public static byte[] head(SubscriptionId subscriptionId) {
            return new JsonBytes(80)
                    .raw("[\"EVENT\",")
                    .string(subscriptionId.value())
                    .raw(',')
                    .toBytes();
        }
    }

    /** {@code ["OK", id, accepted, message]}. The reason may be absent only when the event was accepted. */
    record Ok(Bytes32 eventId, boolean accepted, Optional<Reason> reason) implements RelayMessage {
        public Ok {
            if (!accepted && reason.isEmpty()) {
                throw new IllegalArgumentException("a refusal has a reason");
            }
        }

        /** Accepted, nothing to add. */
        public static Ok accepted(Bytes32 eventId) {
            return new Ok(eventId, true, Optional.empty());
        }

        /** Accepted, with a word about it. */
        public static Ok accepted(Bytes32 eventId, Reason reason) {
            return new Ok(eventId, true, Optional.of(reason));
        }

        public static Ok refused(Bytes32 eventId, Reason reason) {
            return new Ok(eventId, false, Optional.of(reason));
        }

        @Override
        public byte[] json() {
            return new JsonBytes(160)
                    .raw("[\"OK\",")
                    .hex(eventId)
                    .raw(accepted ? ",true," : ",false,")
                    .string(reason.map(Reason::toString).orElse(""))
                    .raw(']')
                    .toBytes();
        }
    }

    /** {@code ["EOSE", subscription, hints?]} (NIP-01, NIP-67). No hints: a message of two elements. */
    record Eose(SubscriptionId subscriptionId, Set<Hint> hints) implements RelayMessage {
        /** What NIP-67 lets a relay say about completeness. */
        public enum Hint {
            /** Every stored match was sent. */
            FINISH,
            /** There are stored matches that were not sent. */
            MORE
        }

        public Eose {
            hints = Set.copyOf(hints);
        }

        @Override
        public byte[] json() {
            JsonBytes out = new JsonBytes(96).raw("[\"EOSE\",").string(subscriptionId.value());
            if (!hints.isEmpty()) {
                out.raw(",[");
                out.raw(hints.contains(Hint.FINISH) ? "\"finish\"" : "");
                out.raw(hints.size() > 1 ? "," : "");
                out.raw(hints.contains(Hint.MORE) ? "\"more\"" : "");
                out.raw(']');
            }
            return out.raw(']').toBytes();
        }
    }

    /** {@code ["CLOSED", subscription, message]}. */
    record Closed(SubscriptionId subscriptionId, Reason reason) implements RelayMessage {
        @Override
        public byte[] json() {
            return new JsonBytes(160)
                    .raw("[\"CLOSED\",")
                    .string(subscriptionId.value())
                    .raw(',')
                    .string(reason.toString())
                    .raw(']')
                    .toBytes();
        }
    }

    /** {@code ["AUTH", challenge]} (NIP-42). */
    record Challenge(String challenge) implements RelayMessage {
        @Override
        public byte[] json() {
            return new JsonBytes(96)
                    .raw("[\"AUTH\",")
                    .string(challenge)
                    .raw(']')
                    .toBytes();
        }
    }

    /**
     * {@code ["COUNT", id, {"count": n, ...}]} (NIP-45).
     *
     * @param isApproximate when there are at least so many
     */
    record Counted(SubscriptionId queryId, long count, boolean isApproximate, Optional<String> hll)
            implements RelayMessage {
        @Override
        public byte[] json() {
            JsonBytes out = new JsonBytes(640)
                    .raw("[\"COUNT\",")
                    .string(queryId.value())
                    .raw(",{\"count\":")
                    .raw(Long.toString(count))
                    .raw(isApproximate ? ",\"approximate\":true" : "");
            hll.ifPresent(registers -> out.raw(",\"hll\":\"").raw(registers).raw('"'));
            return out.raw("}]").toBytes();
        }
    }

    /** {@code ["NEG-MSG", id, message]} (NIP-77). */
    record NegMsg(SubscriptionId id, byte[] message) implements RelayMessage {
        /** The longest form of everything around the message. */
        public static final int MAX_FRAME_BYTES = 420;

        @Override
        public byte[] json() {
            return new JsonBytes(2 * message.length + MAX_FRAME_BYTES)
                    .raw("[\"NEG-MSG\",")
                    .string(id.value())
                    .raw(",\"")
                    .raw(Hex.of(message))
                    .raw("\"]")
                    .toBytes();
        }
    }

    /**
     * {@code ["NEG-ERR", id, reason, max?]} (NIP-77).
     *
     * @param maxItems the most items that a set may have, when it has more
     */
    record NegErr(SubscriptionId id, Reason reason, OptionalInt maxItems) implements RelayMessage {
        @Override
        public byte[] json() {
            JsonBytes out = new JsonBytes(160)
                    .raw("[\"NEG-ERR\",")
                    .string(id.value())
                    .raw(',')
                    .string(reason.toString());
            maxItems.ifPresent(max -> out.raw(',').number(max));
            return out.raw(']').toBytes();
        }
    }

    /** {@code ["NOTICE", message]}. */
    record Notice(String text) implements RelayMessage {
        @Override
        public byte[] json() {
            return new JsonBytes(160).raw("[\"NOTICE\",").string(text).raw(']').toBytes();
        }
    }
}
