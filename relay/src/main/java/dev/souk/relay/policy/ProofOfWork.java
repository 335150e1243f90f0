package dev.souk.relay.policy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.Tag;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/**
 * Takes events only if work was put into them (NIP-13): the id begins with enough zero bits, and the event says that as
 * many were aimed at, so that nobody gets in by luck with work that was meant to be less. That the id is the event's
 * own is checked later. What extensions publish is the relay's own and needs none.
 */
public final class ProofOfWork implements EventPolicy {
    private final IntSupplier minimum;

    /** @param minimum bits of work that an event needs; 0 for none */
    public ProofOfWork(IntSupplier minimum) {
        this.minimum = minimum;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        int minBits = minimum.getAsInt();
        if (minBits == 0 || caller.isInside()) {
            return Verdict.ACCEPT;
        }
        int bits = leadingZeros(event.id());
        if (bits < minBits) {
            return reject("difficulty " + bits + " is less than " + minBits);
        }
        OptionalInt target = target(event);
        if (target.isEmpty() || target.getAsInt() < minBits) {
            return reject("the event does not commit to a difficulty of " + minBits + " in its nonce tag");
        }
        return Verdict.ACCEPT;
    }

    private static Verdict reject(String text) {
        return new Verdict.Reject(Reason.pow(text));
    }

    private static int leadingZeros(Bytes32 id) {
        int bits = 0;
        for (long word : new long[] {id.a(), id.b(), id.c(), id.d()}) {
            bits += Long.numberOfLeadingZeros(word);
            if (word != 0) {
                break;
            }
        }
        return bits;
    }

    private static OptionalInt target(Event event) {
        for (Tag tag : event.tags()) {
            if (tag.name().equals("nonce") && tag.elements().size() > 2) {
                return number(tag.elements().get(2));
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt number(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
