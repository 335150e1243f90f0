package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Providers that announce themselves or say that they are there, whether or not they ever made an offer: in one list of
 * all, and in one of each type that they announce. First come those who gave a sign of life last, by days. Whoever {@link
 * Presence} forgets is no longer here, so it is bounded as that is. Lives in a {@link WriteSet}.
 */
final class Roster {
    /** Of one provider no more types are listed. */
    static final int MAX_TYPES = 64;

    /** In place of a type's hash. */
    private static final byte[] ALL = new byte[16];

    private final WriteSet set;

    Roster(WriteSet set) {
        this.set = set;
    }

    /** What the provider announces may have changed, or when it was heard of. */
    void refresh(Bytes32 provider) {
        byte[] key = Keys.of(Keys.ON_ROSTER, provider);
        Optional<byte[]> before = set.get(key);
        byte[] after = encode(rows(provider));
        if (before.filter(known -> Arrays.equals(known, after)).isPresent()) {
            return;
        }
        before.map(Roster::decode).ifPresent(rows -> rows.forEach(set::delete));
        List<byte[]> rows = decode(after);
        rows.forEach(set::mark);
        if (rows.isEmpty()) {
            set.delete(key);
        } else {
            set.put(key, after);
        }
    }

    private List<byte[]> rows(Bytes32 provider) {
        List<Reading.Announced> announced =
                set.scan(Keys.of(Keys.ANNOUNCEMENT, provider), Announcements.MAX_HANDLERS).stream()
                        .map(row -> Announcements.decode(row.value()))
                        .toList();
        Optional<Presence.Seen> seen = set.get(Keys.of(Keys.SEEN, provider))
                .map(Presence.Seen::decode)
                .filter(times -> times.isProvider() || !announced.isEmpty());
        List<byte[]> rows = new ArrayList<>();
        seen.map(times -> Keys.inverted(Math.max(0, Presence.day(times.last()))))
                .ifPresent(day -> {
                    rows.add(row(ALL, day, provider));
                    types(announced).forEach(type -> rows.add(row(Keys.hash(type), day, provider)));
                });
        return rows;
    }

    /** The types that a provider says it works on. */
    private static Stream<JobType> types(List<Reading.Announced> announced) {
        Stream<JobType> ofKinds =
                announced.stream().flatMap(one -> one.kinds().stream()).map(JobType::ofKind);
        Stream<JobType> named =
                announced.stream().flatMap(one -> one.types().stream()).map(JobType::named);
        return Stream.concat(ofKinds, named).distinct().limit(MAX_TYPES);
    }

    private static byte[] row(byte[] list, long place, Bytes32 provider) {
        byte[] day = ByteBuffer.allocate(Long.BYTES).putLong(place).array();
        return Keys.join(prefix(list), Keys.join(day, provider.toBytes()));
    }

    private static byte[] prefix(byte[] list) {
        return Keys.join(new byte[] {Keys.ROSTER}, list);
    }

    private static byte[] encode(List<byte[]> rows) {
        FieldWriter out = new FieldWriter();
        out.number(rows.size());
        rows.forEach(out::blob);
        return out.toBytes();
    }

    private static List<byte[]> decode(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        return in.list(in::blob);
    }

    /** Rows of a list from the place {@code from} on, which is the end of a row's key. */
    static List<Table.Entry> rows(Table table, Optional<JobType> type, byte[] from, int max) {
        byte[] prefix = prefix(type.map(Keys::hash).orElse(ALL));
        return table.scan(prefix, Keys.join(prefix, from), max);
    }
}
