package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.person;

import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Jobs of all sorts, consistent or not: sums must hold for any. */
final class RandomJobs {
    private static final long MAX_MSAT = 2_100_000_000_000_000_000L;

    private final Random random;
    private final int people;

    RandomJobs(Random random, int people) {
        this.random = random;
        this.people = people;
    }

    /** A source of randomness that can be had again with {@code -Dseed=}. */
    static Random random() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("seed=" + seed);
        return new Random(seed);
    }

    List<Contribution> contributions(int count) {
        List<Contribution> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(job(TestJobs.NOW - random.nextInt(100_000)).contribution());
        }
        return made;
    }

    TestJobs job(long at) {
        TestJobs job = TestJobs.job()
                .at(at)
                .by(anybody())
                .of("type " + random.nextInt(7))
                .status(any(JobStatus.values()));
        List<Bytes32> providers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            providers.add(anybody());
        }
        providers.stream().distinct().forEach(provider -> job.offer(offer(provider)));
        return job;
    }

    private TestOffers offer(Bytes32 provider) {
        TestOffers offer = TestOffers.offer(provider)
                .work(any(Offer.Work.values()))
                .status(any(Offer.Status.values()))
                .after(anyMillis(), anyMillis());
        if (random.nextInt(10) == 0) {
            offer.silent();
        }
        if (random.nextBoolean()) {
            offer.asking(anyMsat());
        }
        if (random.nextInt(3) == 0) {
            offer.claimed(anyMsat(), anybody());
        }
        if (random.nextInt(3) == 0) {
            offer.verified(anyMsat(), anybody(), anybody());
        }
        if (random.nextInt(5) == 0) {
            offer.disputed();
        }
        for (Offer.Flag flag : Offer.Flag.values()) {
            if (random.nextInt(6) == 0) {
                offer.flag(flag);
            }
        }
        return offer;
    }

    private Bytes32 anybody() {
        return person(random.nextInt(people));
    }

    private long anyMillis() {
        return (long) Math.exp(random.nextDouble() * 20);
    }

    private long anyMsat() {
        return random.nextInt(20) == 0 ? MAX_MSAT : random.nextInt(100) * 1_000L;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** The same in another order. */
    <T> List<T> shuffled(List<T> list) {
        List<T> other = new ArrayList<>(list);
        Collections.shuffle(other, random);
        return other;
    }
}
