package dev.souk.relay.mirror;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.KindClass;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.ingest.Ingester;
import dev.souk.relay.mirror.EndedException.Cause;
import dev.souk.relay.mirror.MirrorMeters.Outcome;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Brings another relay's events in by the door that every event takes, at most {@code max_pending_events} at a time: past
 * that it waits, so that the other relay is not read. Owned by the mirror's thread; the relay's threads only leave receipts.
 */
final class Intake {
    /** Forged events of one connection, after which it ends. */
    private static final int MAX_FORGED = 100;

    private static final int RETRY_MILLIS = 20;
    private static final int SETTLE_MILLIS = 100;

    private final Shared shared;
    private final MirrorConfig mirror;
    private final Memory memory;
    private final MirrorMeters meters;
    private final Complaints complaints;
    private final Set<Bytes32> pending = new HashSet<>();

    /** Bounded, as there is one for each pending event. */
    private final BlockingQueue<Ok> receipts = new LinkedBlockingQueue<>();

    private int forged;
    private long kept;

    Intake(Shared shared, MirrorConfig mirror, Memory memory, MirrorMeters meters, Complaints complaints) {
        this.shared = shared;
        this.mirror = mirror;
        this.memory = memory;
        this.meters = meters;
        this.complaints = complaints;
    }

    /** How many have been stored. */
    long kept() {
        return kept;
    }

    /** True when it would be of no use to ask for this one. */
    boolean knows(Bytes32 id) {
        return pending.contains(id)
                || memory.refused().contains(id)
                || shared.store().contains(id);
    }

    /** Takes an event that was asked for; waits when too many are under way. */
    void take(Event event) throws InterruptedException {
        if (KindClass.of(event.kind()) == KindClass.EPHEMERAL) {
            // Nothing remembers them, so two relays that mirror each other would pass them to and fro for ever.
            meters.down(Outcome.EPHEMERAL);
        } else if (event.json().length > shared.relay().limits().maxMessageBytes()) {
            refused(event.id(), "an event is longer than max_message_bytes");
        } else if (pending.contains(event.id()) || shared.store().contains(event.id())) {
            memory.has(event.id());
            meters.down(Outcome.KNOWN);
        } else {
            bring(event);
        }
    }

    private void bring(Event event) throws InterruptedException {
        settle();
        while (pending.size() >= shared.settings().maxPendingEvents()) {
            settleOne(SETTLE_MILLIS);
        }
        pending.add(event.id());
        // Before it is stored, so that the change feed does not send it back.
        memory.has(event.id());
        while (!shared.access()
                .bring(event, mirror.name(), mirror.trust() == MirrorConfig.Trust.TRUSTED, receipts::add)) {
            settleOne(RETRY_MILLIS);
        }
    }

    /** Looks at the receipts that have come. */
    void settle() {
        for (Ok receipt = receipts.poll(); receipt != null; receipt = receipts.poll()) {
            settled(receipt);
        }
    }

    /** Waits until what was brought is stored, or refused. */
    void settleAll() throws InterruptedException {
        while (!pending.isEmpty()) {
            settleOne(SETTLE_MILLIS);
        }
    }

    boolean isSettled() {
        settle();
        return pending.isEmpty();
    }

    private void settleOne(int millis) throws InterruptedException {
        Ok receipt = receipts.poll(millis, TimeUnit.MILLISECONDS);
        if (receipt != null) {
            settled(receipt);
        }
    }

    private void settled(Ok receipt) {
        Bytes32 id = receipt.eventId();
        pending.remove(id);
        Optional<Reason> reason = receipt.reason();
        if (receipt.accepted() && reason.isEmpty()) {
            kept++;
            meters.down(Outcome.KEPT);
        } else if (receipt.accepted()
                || reason.filter(why -> why.prefix() == Reason.Prefix.DUPLICATE).isPresent()) {
            meters.down(Outcome.KNOWN);
        } else {
            notKept(id, reason.orElseThrow());
        }
    }

    private void notKept(Bytes32 id, Reason reason) {
        if (reason.prefix() == Reason.Prefix.ERROR) {
            meters.down(Outcome.FAILED);
            throw new EndedException(Cause.OURS, "an event cannot be stored here: " + reason.text());
        }
        if (reason.equals(Ingester.WRONG_ID) || reason.equals(Ingester.WRONG_SIGNATURE)) {
            memory.hasNot(id);
            memory.refused().add(id);
            meters.down(Outcome.FORGED);
            complaints.tell("forged", "it sends forged events, such as " + id + ": " + reason.text());
            if (++forged > MAX_FORGED) {
                throw new EndedException(Cause.MISBEHAVED, "it sends forged events");
            }
        } else {
            refused(id, "an event is refused here: " + reason);
        }
    }

    private void refused(Bytes32 id, String what) {
        memory.refused().add(id);
        meters.down(Outcome.REFUSED);
        complaints.tell(what.substring(0, Math.min(40, what.length())), what + ", id " + id);
    }
}
