package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/**
 * What is written while a relay soaks: notes, some of them taken back, versions of a few things, what only passes, and
 * jobs with all that becomes of them. Endless; the same seed tells the same at the same times. Owned by one thread, which
 * signs on all cores.
 */
final class SoakStory {
    private static final int PEOPLE = 500;
    private static final int PROVIDERS = 50;
    private static final int THINGS = 20;
    private static final int WHOLE = 100;

    /** By hundredths; the rest are jobs. */
    private static final int NOTES = 40;

    private static final int PASSING = NOTES + 25;
    private static final int VERSIONS = PASSING + 15;
    private static final int DELETIONS = VERSIONS + 4;

    private final Random random;
    private final Crowd crowd;
    private final Prose prose;
    private final MarketStory market;
    private final Fates fates;
    private final Queue<MarketStory.Unsigned> jobs = new ArrayDeque<>();
    private long number;

    SoakStory(long seed, Fates fates) {
        this.random = new Random(seed);
        this.crowd = new Crowd(seed, PEOPLE, random);
        this.prose = new Prose(random);
        this.market = new MarketStory(random, crowd, PROVIDERS, PEOPLE - PROVIDERS);
        this.fates = fates;
    }

    /** @param now Unix seconds */
    List<Event> next(int count, long now) {
        List<MarketStory.Unsigned> unsigned = new ArrayList<>();
        while (unsigned.size() < count) {
            unsigned.add(one(now));
        }
        return unsigned.parallelStream()
                .map(event -> crowd.sign(event.person(), event.id(), event.draft()))
                .toList();
    }

    private MarketStory.Unsigned one(long now) {
        int draw = random.nextInt(WHOLE);
        if (draw < NOTES) {
            return by(random.nextInt(PEOPLE), new Draft(now, Fates.NOTE, List.of(), prose.text(150)));
        } else if (draw < PASSING) {
            // Numbered, as two of a person in one second were the same event otherwise.
            return by(
                    random.nextInt(PEOPLE),
                    new Draft(now, Fates.PASSING, List.of(Tag.of("n", Long.toString(number++))), "+"));
        } else if (draw < VERSIONS) {
            Tag name = Tag.of("d", "thing" + random.nextInt(THINGS));
            return by(random.nextInt(PEOPLE), new Draft(now, Fates.VERSIONED, List.of(name), prose.text(80)));
        } else if (draw < DELETIONS) {
            Optional<MarketStory.Unsigned> deletion = fates.deletable().map(note -> deletion(note, now));
            return deletion.orElseGet(() -> job(now));
        }
        return job(now);
    }

    private MarketStory.Unsigned deletion(Event note, long now) {
        return by(
                crowd.personOf(note.pubkey()),
                new Draft(now, 5, List.of(Tag.of("e", note.id().hex()), Tag.of("k", "1")), ""));
    }

    /** Jobs are told up to the end at once, so they begin so long ago that their end is now. */
    private MarketStory.Unsigned job(long now) {
        while (jobs.isEmpty()) {
            market.tell(now - MarketStory.MAX_SECONDS, event -> {
                if (event.draft().kind() != Fates.PASSING) {
                    jobs.add(event);
                }
            });
        }
        return jobs.remove();
    }

    private MarketStory.Unsigned by(int person, Draft draft) {
        return new MarketStory.Unsigned(person, crowd.id(person, draft), draft);
    }
}
