package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Fact;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Receipts that the key of their recipient's wallet may verify, by recipient and by who signed them: so those of a
 * wallet's keys are found whatever strangers sign for the same recipient. Each bears the {@link Wallets#state} by which it
 * was judged last, and is not judged by the same again. Lives in a {@link WriteSet}.
 */
final class Unverified {
    private static final Bytes32 LAST = new Bytes32(-1, -1, -1, -1);
    private static final long NOT_JUDGED = 0;

    private final WriteSet set;

    Unverified(WriteSet set) {
        this.set = set;
    }

    /**
     * One that waits for its wallet's key.
     *
     * @param key where it stands
     * @param judgedBy what was known of the recipient's wallets when it was judged last
     * @param seenAt when it was first seen, Unix seconds
     */
    record Receipt(byte[] key, Bytes32 job, long judgedBy, long seenAt) {
        static Receipt of(Table.Entry row) {
            ByteBuffer value = ByteBuffer.wrap(row.value());
            return new Receipt(
                    row.key(),
                    Bytes32.at(row.value(), 0),
                    value.getLong(Bytes32.SIZE),
                    value.getLong(Bytes32.SIZE + Long.BYTES));
        }

        Bytes32 event() {
            return Keys.idAtEnd(key);
        }
    }

    void add(Bytes32 job, Fact.Payment payment, long seenAt) {
        set.put(key(payment), value(job, NOT_JUDGED, seenAt));
    }

    /** One that was filed by an older build. */
    static Table.Write row(Bytes32 job, Fact.Payment payment, long seenAt) {
        return new Table.Write.Put(key(payment), value(job, NOT_JUDGED, seenAt));
    }

    /** When it was first seen, Unix seconds; nothing when it does not wait. */
    OptionalLong seenAt(Fact.Payment payment) {
        byte[] key = key(payment);
        return set.get(key).stream()
                .mapToLong(value -> Receipt.of(new Table.Entry(key, value)).seenAt())
                .findFirst();
    }

    /** It was judged, and may stay. */
    void judged(Receipt receipt, long state) {
        set.put(receipt.key(), value(receipt.job(), state, receipt.seenAt()));
    }

    private static byte[] value(Bytes32 job, long judgedBy, long seenAt) {
        return ByteBuffer.allocate(Bytes32.SIZE + 2 * Long.BYTES)
                .put(job.toBytes())
                .putLong(judgedBy)
                .putLong(seenAt)
                .array();
    }

    /** It is verified, or gone. */
    void remove(Fact.Payment payment) {
        set.delete(key(payment));
    }

    private static byte[] key(Fact.Payment payment) {
        return Keys.of(
                Keys.RECIPIENT,
                payment.recipient(),
                payment.proof().signer(),
                payment.source().id());
    }

    /** True when there are some for this recipient. */
    boolean isAny(Bytes32 recipient) {
        return !set.scan(Keys.of(Keys.RECIPIENT, recipient), 1).isEmpty();
    }

    /** What {@code signer} signed for {@code recipient}, in pages of {@code size} rows. */
    static Iterable<List<Table.Entry>> pages(Table table, Bytes32 recipient, Bytes32 signer, int size) {
        return Pages.of(table, Keys.of(Keys.RECIPIENT, recipient, signer), size);
    }

    /** Recipients of such receipts behind {@code last}, each once, at most {@code max}. */
    static List<Bytes32> recipientsAfter(Table table, Bytes32 last, int max) {
        byte[] prefix = {Keys.RECIPIENT};
        byte[] from = behind(last);
        List<Bytes32> found = new ArrayList<>();
        while (found.size() < max) {
            List<Table.Entry> row = table.scan(prefix, from, 1);
            if (row.isEmpty()) {
                break;
            }
            Bytes32 recipient = Bytes32.at(row.get(0).key(), 1);
            found.add(recipient);
            from = behind(recipient);
        }
        return found;
    }

    /** Behind everything of this recipient. */
    private static byte[] behind(Bytes32 recipient) {
        return Keys.of(Keys.RECIPIENT, recipient, LAST);
    }
}
