package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.CUSTOMER;
import static dev.souk.marketplace.job.Story.JOB;
import static dev.souk.marketplace.job.Story.START;
import static dev.souk.marketplace.job.Story.STRANGER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.Offer.Flag;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement says of itself, against the request. */
class FlagsTest {
    private static Fact.Result result(
            Story story, int kind, Optional<Bytes32> addressee, boolean encrypted, boolean weak) {
        return new Fact.Result(
                TestFacts.source(story.next(), kind, ANNA, START + 1),
                WorkStatus.SUCCESS,
                "success",
                Optional.empty(),
                addressee,
                encrypted,
                weak);
    }

    private static JobRequest requestOfKind(int kind) {
        return new JobRequest(
                TestFacts.source(JOB, kind, CUSTOMER, START),
                Dialect.NIP90,
                JobType.ofKind(kind),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                false);
    }

    @Test
    void resultThatNamesAnotherCustomerCountsAndIsFlagged() {
        Story story = Story.open();
        story.tell(result(story, 68_002, Optional.of(STRANGER), false, false));

        assertEquals(Set.of(Flag.P_MISMATCH), story.offer(ANNA, 2).flags());
        assertEquals(Set.of(Job.Flag.P_MISMATCH), story.job(2).flags());
        assertEquals(JobStatus.DELIVERED, story.status(2));
    }

    @Test
    void resultThatNamesTheCustomerOrNobodyIsAsItShouldBe() {
        Story story = Story.open();
        story.tell(result(story, 68_002, Optional.of(CUSTOMER), false, false));
        story.tell(result(story, 68_002, Optional.empty(), false, false));

        assertTrue(story.offer(ANNA, 2).flags().isEmpty());
    }

    @Test
    void encryptionAndWeakLinksShow() {
        Story story = Story.open();
        story.tell(result(story, 68_002, Optional.empty(), true, true));

        assertEquals(
                Set.of(Flag.ENCRYPTED, Flag.WEAK_LINK), story.offer(ANNA, 2).flags());
        assertEquals(
                List.of(Job.Flag.WEAK_LINK, Job.Flag.ENCRYPTED),
                List.copyOf(story.job(2).flags()));
    }

    @Test
    void whatWasTakenBackRaisesNoFlag() {
        Story story = Story.open();
        story.retract(story.tell(result(story, 1, Optional.of(STRANGER), true, true)), 2);

        assertTrue(story.offer(ANNA, 3).flags().isEmpty());
    }

    @Test
    void encryptedRequestMakesAnEncryptedJob() {
        assertEquals(
                Set.of(Job.Flag.ENCRYPTED),
                Story.of(requestOfKind(5_000)).job(1).flags());
    }

    @ParameterizedTest
    @CsvSource({
        "68001, 68002, false",
        "68001, 68001, true",
        "68001, 6000, true",
        "68005, 68001, false",
        "68005, 68002, true",
        "5905, 6905, false",
        "5905, 6900, true",
        "5300, 36300, false",
        "5300, 68002, true",
        "65002, 65001, false",
        "65999, 65001, false",
        "66000, 65001, false",
        "65002, 6002, true"
    })
    void resultOfAForeignKindCountsAndIsFlagged(int request, int kind, boolean isFlagged) {
        Story story = Story.of(requestOfKind(request));
        story.tell(result(story, kind, Optional.empty(), false, false));

        assertEquals(isFlagged, story.offer(ANNA, 2).flags().contains(Flag.KIND_MISMATCH));
        assertEquals(isFlagged, story.job(2).flags().contains(Job.Flag.KIND_MISMATCH));
        assertEquals(JobStatus.DELIVERED, story.status(2));
    }

    @Test
    void unknownRequestAllowsNoComparison() {
        Story story = Story.unknown();
        story.tell(result(story, 1, Optional.of(STRANGER), false, false));

        assertTrue(story.offer(ANNA, 2).flags().isEmpty());
    }
}
