package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.Arrays;
import java.util.List;

/**
 * Who has asked to vanish (NIP-62), and up to when, and whom the operator has banned (NIP-86). Facts outlive the events they were read from, so the relay's removals do
 * not name them all: the jobs that somebody asked for or offered to do are walked through, some at a time, and what it
 * said up to then is taken out as if it had never been. Lives in a {@link WriteSet}.
 */
final class Vanishing {
    /** Jobs that are looked at in one batch. */
    private static final int JOBS = 200;

    private final WriteSet set;

    Vanishing(WriteSet set) {
        this.set = set;
    }

    /** Somebody's wish. The walk begins anew. */
    void add(Bytes32 pubkey, long upTo) {
        if (set.number(Keys.of(Keys.VANISHED, pubkey), -1) < upTo) {
            set.putNumber(Keys.of(Keys.VANISHED, pubkey), upTo);
            set.put(Keys.of(Keys.VANISHING, pubkey), provided(pubkey));
        }
    }

    /** The operator bans somebody, or has banned: the walk begins if that is news. */
    void ban(Bytes32 pubkey) {
        if (!set.has(Keys.of(Keys.BANNED, pubkey))) {
            set.mark(Keys.of(Keys.BANNED, pubkey));
            set.put(Keys.of(Keys.VANISHING, pubkey), provided(pubkey));
        }
    }

    /** What somebody says from now on is heard. */
    void unban(Bytes32 pubkey) {
        set.delete(Keys.of(Keys.BANNED, pubkey));
    }

    /** Whoever is banned as far as is known here, in pages of {@code size}. */
    static Iterable<List<Table.Entry>> banned(Table table, int size) {
        return Pages.of(table, new byte[] {Keys.BANNED}, size);
    }

    /** True for what its author does not want to have said, or the operator does not want to be heard. */
    boolean covers(Source source) {
        return source.createdAt() <= upTo(source.author());
    }

    static boolean isUnderWay(Table table) {
        return !table.scan(new byte[] {Keys.VANISHING}, new byte[] {Keys.VANISHING}, 1)
                .isEmpty();
    }

    /** Goes on with one walk. */
    void goOn(Batch batch) {
        for (Table.Entry walk : set.scan(new byte[] {Keys.VANISHING}, 1)) {
            Bytes32 pubkey = Keys.idAtEnd(walk.key());
            byte[] prefix = Arrays.copyOf(walk.value(), provided(pubkey).length);
            List<Table.Entry> rows = set.scan(prefix, walk.value(), JOBS);
            rows.forEach(row -> purge(batch, Keys.idAtEnd(row.key()), pubkey));
            if (rows.size() == JOBS) {
                byte[] last = rows.getLast().key();
                set.put(walk.key(), Arrays.copyOf(last, last.length + 1));
            } else {
                next(batch, pubkey, walk.key(), prefix);
            }
        }
    }

    private void purge(Batch batch, Bytes32 job, Bytes32 pubkey) {
        Dossier dossier = batch.shelf().open(job);
        for (Dossier.Entry entry : dossier.entries()) {
            Source source = entry.fact().source();
            if (source.author().equals(pubkey) && covers(source)) {
                batch.purged(source.id(), pubkey);
            }
        }
        if (dossier.request()
                .map(JobRequest::source)
                .filter(source -> source.author().equals(pubkey) && covers(source))
                .isPresent()) {
            batch.purged(job, pubkey);
        }
    }

    /** After the jobs it offered to do those it asked for, and then what is kept of the person itself. */
    private void next(Batch batch, Bytes32 pubkey, byte[] key, byte[] prefix) {
        if (Arrays.equals(prefix, provided(pubkey))) {
            set.put(key, JobList.CUSTOMER.prefix(pubkey.toBytes()));
        } else {
            set.delete(key);
            batch.forgotten(pubkey, upTo(pubkey));
        }
    }

    private long upTo(Bytes32 pubkey) {
        return set.has(Keys.of(Keys.BANNED, pubkey)) ? Long.MAX_VALUE : set.number(Keys.of(Keys.VANISHED, pubkey), -1);
    }

    private static byte[] provided(Bytes32 pubkey) {
        return JobList.PROVIDER.prefix(pubkey.toBytes());
    }
}
