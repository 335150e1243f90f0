package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Fact;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What waits for something it names: facts for their target, dossiers for their request. Both bounded in total, the
 * oldest leave first; facts bounded for one target too, the newest do not get in. Lives in a {@link WriteSet}.
 */
final class Unplaced {
    /** For one target no more facts wait. */
    static final int MAX_FOR_ONE = 256;

    private final WriteSet set;
    private final Groups waiting;
    private final WaitingList judgements;
    private final WaitingList payments;
    private final WaitingList jobs;

    Unplaced(WriteSet set, LedgerLimits limits) {
        this.set = set;
        this.waiting = new Groups(set, Keys.WAITING, Keys.WAITING_COUNT);
        // Apart, so that a flood of likes cannot push out money.
        this.judgements = new WaitingList(set, Keys.WAITING_JUDGEMENTS, limits.maxWaiting());
        this.payments = new WaitingList(set, Keys.WAITING_PAYMENTS, limits.maxWaiting());
        this.jobs = new WaitingList(set, Keys.UNKNOWN_ORDER, limits.maxUnknownJobs());
    }

    /** Keeps a fact until its target is there. The bound for which something was dropped, if so: this fact, or an older one. */
    Optional<Bound> await(Bytes32 target, Fact fact) {
        Bytes32 event = fact.source().id();
        if (waiting.has(target, event)) {
            return Optional.empty();
        }
        if (waiting.size(target) >= MAX_FOR_ONE) {
            return Optional.of(Bound.TARGET);
        }
        WaitingList.Added added = list(fact).add(Keys.join(target.toBytes(), event.toBytes()));
        waiting.put(target, event, Keys.join(number(added.number()), FactCodec.encode(fact)));
        set.put(Keys.of(Keys.WAITING_FOR, event), target.toBytes());
        added.dropped().ifPresent(item -> delete(Bytes32.at(item, 0), Bytes32.at(item, Bytes32.SIZE)));
        return added.dropped().map(oldest -> Bound.WAITING);
    }

    /** True when the fact of this event waits for its target. */
    boolean isWaiting(Bytes32 event) {
        return set.has(Keys.of(Keys.WAITING_FOR, event));
    }

    /** Takes out what waits for {@code target}. */
    List<Fact> fetch(Bytes32 target) {
        List<Fact> fetched = new ArrayList<>();
        for (Table.Entry row : waiting.members(target, MAX_FOR_ONE)) {
            fetched.add(take(target, Keys.idAtEnd(row.key()), row.value()));
        }
        return fetched;
    }

    /** The fact of this event waits no more, as if it had never been. */
    void forget(Bytes32 event) {
        set.get(Keys.of(Keys.WAITING_FOR, event))
                .map(Bytes32::of)
                .ifPresent(target -> waiting.get(target, event).ifPresent(row -> take(target, event, row)));
    }

    private Fact take(Bytes32 target, Bytes32 event, byte[] row) {
        Fact fact = FactCodec.decode(row, Long.BYTES);
        list(fact).remove(ByteBuffer.wrap(row).getLong());
        delete(target, event);
        return fact;
    }

    private void delete(Bytes32 target, Bytes32 event) {
        waiting.delete(target, event);
        set.delete(Keys.of(Keys.WAITING_FOR, event));
    }

    private WaitingList list(Fact fact) {
        return fact instanceof Fact.Payment ? payments : judgements;
    }

    /** A dossier begins without its request. What must be forgotten for it, if any. */
    Optional<Bytes32> requestUnknown(Bytes32 job) {
        WaitingList.Added added = jobs.add(job.toBytes());
        set.putNumber(Keys.of(Keys.UNKNOWN, job), added.number());
        added.dropped().ifPresent(item -> set.delete(Keys.of(Keys.UNKNOWN, Bytes32.of(item))));
        return added.dropped().map(Bytes32::of);
    }

    /** A dossier has its request now, or is gone. */
    void requestKnown(Bytes32 job) {
        byte[] key = Keys.of(Keys.UNKNOWN, job);
        set.get(key).ifPresent(bytes -> {
            jobs.remove(ByteBuffer.wrap(bytes).getLong());
            set.delete(key);
        });
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
