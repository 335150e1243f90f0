package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A walk over all who have a profile, once a day (UTC), some at a time: the last 30 days are others then, though nothing
 * happens, and so are numbers and ranks. It is for the day on which it is found that it was not made yet, at whatever hour,
 * and goes on where it was when the process ended. If it takes longer than a day, it is finished all the same before the
 * next begins, so that everybody has a turn. Lives in a {@link WriteSet}.
 */
final class DailyRound {
    private static final byte[] STATE = {Keys.DAILY_ROUND};
    private static final byte[] PROFILES = Keys.address(Keys.PUBLISHED, Addresses.PROFILE, "");
    private static final byte[] END = {};

    private DailyRound() {}

    /**
     * How far it is.
     *
     * @param day on which it began, since 1970
     * @param next the key from which it goes on, or {@link #END}
     */
    private record Round(long day, byte[] next) {
        boolean isOver() {
            return next.length == 0;
        }

        byte[] encode() {
            return ByteBuffer.allocate(Long.BYTES + next.length)
                    .putLong(day)
                    .put(next)
                    .array();
        }

        static Round decode(byte[] bytes) {
            return new Round(ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
        }
    }

    /** Visits the next {@code max} people. True when more are to be visited. */
    static boolean goOn(WriteSet set, long today, int max, Consumer<Bytes32> visit) {
        Round begun = set.get(STATE).map(Round::decode).orElse(new Round(-1, END));
        if (begun.isOver() && begun.day() == today) {
            return false;
        }
        Round round = begun.isOver() ? new Round(today, PROFILES) : begun;
        List<Table.Entry> people = set.scan(PROFILES, round.next(), max);
        people.forEach(row -> Bytes32.parse(Keys.dOf(row.key())).ifPresent(visit));
        boolean isMore = people.size() == max;
        byte[] next = END;
        if (isMore) {
            byte[] last = people.getLast().key();
            next = Arrays.copyOf(last, last.length + 1);
        }
        set.put(STATE, new Round(round.day(), next).encode());
        return isMore;
    }
}
