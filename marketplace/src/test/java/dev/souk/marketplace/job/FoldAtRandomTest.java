package dev.souk.marketplace.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Dossier;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold for any job whatever. {@code -Dseed} repeats a run. */
class FoldAtRandomTest {
    private static final int ROUNDS = 2_000;
    private static final JobFold FOLD = new JobFold(FoldRules.DEFAULT);

    private interface Property {
        void check(RandomStory story, Random random);
    }

    private static void always(Property property) {
        Random seeds = new Random();
        int rounds = Long.getLong("seed") == null ? ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            long seed = Long.getLong("seed", seeds.nextLong());
            Random random = new Random(seed);
            try {
                property.check(new RandomStory(random), random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("repeat with -Dseed=" + seed, e);
            }
        }
    }

    @Test
    void anyOrderMakesTheSameDossierJobAndHistory() {
        always((story, random) -> {
            Dossier one = story.told(random);
            Dossier other = story.told(random);
            long now = story.moment();

            assertEquals(one, other);
            assertEquals(FOLD.fold(one, now), FOLD.fold(other, now));
            assertEquals(FOLD.history(one, now), FOLD.history(other, now));
        });
    }

    @Test
    void dossierThatWasKeptFoldsTheSame() {
        always((story, random) -> {
            Dossier told = story.told(random);
            Dossier kept =
                    Dossier.restored(told.id(), told.request(), told.cancellation(), told.entries(), told.dropped());
            long now = story.moment();

            assertEquals(told, kept);
            assertEquals(FOLD.fold(told, now), FOLD.fold(kept, now));
        });
    }

    @Test
    void nothingChangesBeforeTheNextChange() {
        always((story, random) -> {
            Dossier dossier = story.told(random);
            long now = story.moment();
            Job job = FOLD.fold(dossier, now);
            long next = job.nextChange().orElse(now + 400 * Story.DAY);

            assertTrue(next > now);
            assertEquals(job, FOLD.fold(dossier, next - 1));
            assertEquals(job, FOLD.fold(dossier, now + (long) (random.nextDouble() * (next - now))));
        });
    }

    @Test
    void historyLeadsToTheStatusStepByStep() {
        always((story, random) -> {
            Dossier dossier = story.told(random);
            long now = story.moment();
            List<Transition> history = FOLD.history(dossier, now);
            Optional<JobStatus> status = Optional.empty();
            long at = Long.MIN_VALUE;
            for (Transition change : history) {
                assertEquals(status, change.from());
                // In one second the clock comes first, then what was said.
                assertTrue(change.at() >= at && change.at() <= now);
                assertTrue(!status.equals(Optional.of(change.to())));
                status = Optional.of(change.to());
                at = change.at();
            }
            if (!history.isEmpty()) {
                assertEquals(Optional.of(FOLD.fold(dossier, now).status()), status);
            }
        });
    }

    @Test
    void moneyIsNeverAddedUpAndNobodyPaysItself() {
        always((story, random) -> {
            Job job = FOLD.fold(story.told(random), story.moment());
            for (Offer offer : job.offers()) {
                assertTrue(offer.claimedMsat() >= 0 && offer.verifiedMsat() >= 0 && offer.refundedMsat() >= 0);
                assertTrue(!offer.payers().contains(offer.provider()));
                assertTrue(offer.money() != Offer.Money.VERIFIED || offer.verifiedMsat() > 0);
                assertTrue(offer.status() != Offer.Status.COMPLETED || offer.work() == Offer.Work.DELIVERED);
            }
        });
    }

    @Test
    void everyStatusComesUp() {
        Map<JobStatus, Integer> seen = new EnumMap<>(JobStatus.class);
        Map<Offer.Status, Integer> offers = new EnumMap<>(Offer.Status.class);
        always((story, random) -> {
            Job job = FOLD.fold(story.told(random), story.moment());
            seen.merge(job.status(), 1, Integer::sum);
            job.offers().forEach(offer -> offers.merge(offer.status(), 1, Integer::sum));
        });

        if (Long.getLong("seed") == null) {
            assertEquals(JobStatus.values().length, seen.size(), seen::toString);
            assertEquals(Offer.Status.values().length, offers.size(), offers::toString);
        }
    }
}
