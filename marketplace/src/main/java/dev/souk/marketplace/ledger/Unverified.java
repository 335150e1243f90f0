package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Fact;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
     */
    record Receipt(byte[] key, Bytes32 job, long judgedBy) {
        static Receipt of(Table.Entry row) {
            return new Receipt(
                    row.key(),
                    Bytes32.at(row.value(), 0),
                    ByteBuffer.wrap(row.value()).getLong(Bytes32.SIZE));
        }

        Bytes32 event() {
            return Keys.idAtEnd(key);
        }
    }

    void add(Bytes32 job, Fact.Payment payment) {
        put(key(payment), job, NOT_JUDGED);
    }

    boolean has(Fact.Payment payment) {
        return set.has(key(payment));
    }

    /** It was judged, and may stay. */
    void judged(Receipt receipt, long state) {
        put(receipt.key(), receipt.job(), state);
    }

    private void put(byte[] key, Bytes32 job, long judgedBy) {
        set.put(
                key,
                ByteBuffer.allocate(Bytes32.SIZE + Long.BYTES)
                        .put(job.toBytes())
                        .putLong(judgedBy)
                        .array());
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
