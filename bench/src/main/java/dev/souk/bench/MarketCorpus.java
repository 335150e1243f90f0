package dev.souk.bench;

import dev.souk.protocol.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A seeded corpus of nothing but jobs ({@link MarketStory}), over 20 days that end at a given time, in the order of time.
 * The same seed, size and end give the same bytes. Owned by one thread, which signs on all cores.
 */
final class MarketCorpus {
    static final long SECONDS = 20 * 86_400L;

    private record Planned(long number, MarketStory.Unsigned event) {}

    private final long end;
    private final int jobs;
    private final Crowd crowd;
    private final MarketStory story;
    private final PriorityQueue<Planned> planned = new PriorityQueue<>(
            Comparator.comparingLong((Planned one) -> one.event().draft().createdAt())
                    .thenComparingLong(Planned::number));
    private int told;
    private long number;

    /** @param end Unix seconds of the end */
    MarketCorpus(long seed, int jobs, long end) {
        int providers = Math.clamp(jobs / 40, 20, 500);
        int customers = Math.clamp(jobs / 4, 50, 5_000);
        Random random = new Random(seed);
        this.end = end;
        this.jobs = jobs;
        this.crowd = new Crowd(seed, providers + customers, random);
        this.story = new MarketStory(random, crowd, providers, customers);
    }

    /** The next events, at most {@code count}; none at the end. */
    List<Event> next(int count) {
        List<MarketStory.Unsigned> unsigned = new ArrayList<>();
        while (unsigned.size() < count) {
            while (told < jobs
                    && (planned.isEmpty() || planned.peek().event().draft().createdAt() >= startOf(told))) {
                story.tell(startOf(told), event -> planned.add(new Planned(number++, event)));
                told++;
            }
            if (planned.isEmpty()) {
                break;
            }
            unsigned.add(planned.remove().event());
        }
        return unsigned.parallelStream()
                .map(event -> crowd.sign(event.person(), event.id(), event.draft()))
                .toList();
    }

    private long startOf(int job) {
        return end - SECONDS + (SECONDS - MarketStory.MAX_SECONDS) * job / jobs;
    }
}
