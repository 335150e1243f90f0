package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Link;
import dev.souk.marketplace.fact.Fact;
import dev.souk.protocol.Bytes32;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Statements that name several jobs, noted at each of them: which one they are about may turn out when the request of
 * another gets known. Of more than so many the oldest stays where it is for good. Lives in a {@link WriteSet}.
 */
final class Ambiguities {
    private final WriteSet set;
    private final Groups named;
    private final WaitingList order;
    private final LedgerMeters meters;

    Ambiguities(WriteSet set, long max, LedgerMeters meters) {
        this.set = set;
        this.named = new Groups(set, Keys.AMBIGUOUS, Keys.AMBIGUOUS_COUNT);
        this.order = new WaitingList(set, Keys.AMBIGUOUS_ORDER, max);
        this.meters = meters;
    }

    /** Notes a statement, if it names several jobs. */
    void note(Fact statement, Link link) {
        Set<Bytes32> candidates = link.candidates();
        Bytes32 event = statement.source().id();
        byte[] numberKey = Keys.of(Keys.AMBIGUOUS_NUMBER, event);
        if (candidates.size() < 2 || set.has(numberKey)) {
            return;
        }
        byte[] value = FactCodec.encode(statement, link);
        candidates.forEach(candidate -> named.put(candidate, event, value));
        byte[] any = candidates.iterator().next().toBytes();
        WaitingList.Added added = order.add(Keys.join(event.toBytes(), any));
        set.putNumber(numberKey, added.number());
        added.dropped().ifPresent(oldest -> {
            erase(Bytes32.at(oldest, 0), Bytes32.at(oldest, Bytes32.SIZE));
            meters.dropped(Bound.AMBIGUOUS);
        });
    }

    /** At most {@code max} statements that name this job among others. */
    List<FactCodec.Ambiguous> naming(Bytes32 job, int max) {
        return named.members(job, max).stream()
                .map(row -> FactCodec.ambiguous(row.value()))
                .toList();
    }

    /** The statement is filed no longer. */
    void forget(Bytes32 event) {
        Optional<byte[]> number = set.get(Keys.of(Keys.AMBIGUOUS_NUMBER, event));
        number.map(bytes -> ByteBuffer.wrap(bytes).getLong()).ifPresent(place -> {
            Optional<byte[]> item = set.get(Keys.of(Keys.AMBIGUOUS_ORDER, place));
            order.remove(place);
            item.ifPresent(bytes -> erase(event, Bytes32.at(bytes, Bytes32.SIZE)));
        });
    }

    private void erase(Bytes32 event, Bytes32 candidate) {
        set.delete(Keys.of(Keys.AMBIGUOUS_NUMBER, event));
        named.get(candidate, event)
                .map(FactCodec::ambiguous)
                .ifPresent(ambiguous -> ambiguous.link().candidates().forEach(each -> named.delete(each, event)));
    }
}
