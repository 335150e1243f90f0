package dev.souk.bench;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded corpus of really signed events, in the mix ({@link Share}) of a public relay that also serves jobs. There is
 * one author to ten events; time rises through one year, and one event in five shares its second with the one before.
 * The same seed and size give the same bytes. Owned by one thread, which signs on all cores.
 */
final class Corpus {
    static final long START = 1_720_000_000;
    private static final int YEAR = 31_536_000;

    private final Random random;
    private final int size;
    private final Crowd crowd;
    private final Drafts drafts;
    private int made;
    private long lastTime = START;

    private record Unsigned(int person, Bytes32 id, Draft draft) {}

    Corpus(long seed, int size) {
        this.random = new Random(seed);
        this.size = size;
        this.crowd = new Crowd(seed, Math.max(50, size / 10), random);
        this.drafts = new Drafts(random, crowd);
    }

    /** The next events, at most {@code count}; none at the end. */
    List<Event> next(int count) {
        List<Unsigned> unsigned = new ArrayList<>();
        for (int i = Math.min(count, size - made); i > 0; i--) {
            unsigned.add(draft());
        }
        return unsigned.parallelStream()
                .map(event -> crowd.sign(event.person(), event.id(), event.draft()))
                .toList();
    }

    private Unsigned draft() {
        if (random.nextInt(5) != 0) {
            lastTime = START + (long) ((double) made / size * YEAR);
        }
        made++;
        int person = crowd.draw();
        Draft draft = drafts.next(person, lastTime);
        Bytes32 id = crowd.id(person, draft);
        drafts.remember(id.hex(), person, draft);
        return new Unsigned(person, id, draft);
    }
}
