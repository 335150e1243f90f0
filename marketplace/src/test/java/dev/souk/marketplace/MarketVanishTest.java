package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.event;
import static dev.souk.marketplace.BareEvents.like;
import static dev.souk.marketplace.BareEvents.number;
import static dev.souk.marketplace.BareEvents.request;
import static dev.souk.marketplace.BareEvents.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.Change;
import dev.souk.storage.Removal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever asks to vanish (NIP-62) is forgotten, also what it said in events that are long gone; so is what was banned. */
class MarketVanishTest {
    private static final Bytes32 CUSTOMER = number(1);
    private static final Bytes32 PROVIDER = number(2);

    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final LedgerFixture ledger = new LedgerFixture(relay, LedgerLimits.DEFAULT);

    private static Event wishOf(Bytes32 pubkey) {
        return event(pubkey, 62, Tag.of("relay", "ALL_RELAYS"));
    }

    private void timePasses() {
        ledger.setClock(NOW + 1);
    }

    private JobStatus status(Event request) {
        return ledger.view().job(request.id()).orElseThrow().status();
    }

    private static Event job(int i) {
        return request("job", Tag.of("n", Integer.toString(i)));
    }

    @Test
    void aProvidersResultsAndSignsOfLifeGo() {
        Event heartbeat = event(PROVIDER, 11_998);
        Event handler = event(PROVIDER, 31_990, Tag.of("d", "x"), Tag.of("k", "68001"));
        ledger.feed(job(0), result(PROVIDER, job(0)), result(number(3), job(1)), job(1), heartbeat, handler);
        assertEquals(JobStatus.DELIVERED, status(job(0)));

        ledger.feed(wishOf(PROVIDER));
        timePasses();

        assertEquals(JobStatus.REQUESTED, status(job(0)));
        assertEquals(JobStatus.DELIVERED, status(job(1)));
        assertTrue(ledger.view().provider(PROVIDER).isEmpty());
        assertEquals(1, ledger.view().summary(new Scope.Market(), Window.ALL).count(Counter.RESULTS));
    }

    @Test
    void aCustomersRequestsGoWithAllThatWasSaidOfThem() {
        ledger.feed(job(0), result(PROVIDER, job(0)), like(result(PROVIDER, job(0))));
        ledger.feed(wishOf(CUSTOMER));
        timePasses();

        assertTrue(ledger.view().job(job(0).id()).isEmpty());
        assertEquals(0, ledger.view().summary(new Scope.Market(), Window.ALL).count(Counter.REQUESTS));
    }

    @Test
    void manyJobsAreForgottenInSeveralBatchesAlsoOverARestart() {
        ledger.feed(IntStream.range(0, 500).mapToObj(MarketVanishTest::job).toList());
        ledger.feed(
                IntStream.range(0, 500).mapToObj(i -> result(PROVIDER, job(i))).toList());
        ledger.feed(wishOf(PROVIDER));
        assertTrue(ledger.ledger().tick(ledger.nowMillis()));
        ledger.reopen();
        timePasses();

        assertEquals(
                500,
                IntStream.range(0, 500)
                        .filter(i -> status(job(i)) == JobStatus.REQUESTED)
                        .count());
    }

    @Test
    void whatIsSaidLaterStays() {
        TestEvents asked = TestEvents.ofKind(68_001).by(TestKeys.alice()).tag("j", "job");
        Event before = asked.at(NOW).build();
        Event after = asked.at(NOW + 1).build();
        ledger.feed(before, after);
        ledger.feed(TestEvents.ofKind(62)
                .by(TestKeys.alice())
                .tag("relay", "ALL_RELAYS")
                .at(NOW)
                .build());
        timePasses();

        assertTrue(ledger.view().job(before.id()).isEmpty());
        assertEquals(JobStatus.REQUESTED, status(after));
    }

    @Test
    void aRequestInsideAnotherEventDoesNotComeBack() {
        Event request = TestEvents.ofKind(68_001)
                .by(TestKeys.alice())
                .tag("j", "job")
                .at(NOW)
                .build();
        ledger.feed(TestEvents.ofKind(62)
                .by(TestKeys.alice())
                .tag("relay", "ALL_RELAYS")
                .at(NOW)
                .build());
        ledger.feed(TestEvents.ofKind(68_002)
                .by(TestKeys.bob())
                .tag("e", request.id().hex())
                .tag("request", new String(request.json(), StandardCharsets.UTF_8))
                .at(NOW)
                .build());
        timePasses();

        assertTrue(ledger.view().job(request.id()).flatMap(Job::request).isEmpty());
    }

    /** Somebody's good word for what the provider will have done in the first job. */
    private static Event praise(Bytes32 author, int kind, Tag... more) {
        List<Tag> tags = new ArrayList<>(List.of(more));
        tags.add(Tag.of("e", result(PROVIDER, job(0)).id().hex()));
        tags.add(Tag.of("p", PROVIDER.hex()));
        return event(author, kind, tags);
    }

    private static Change.Removed removed(Event event, Removal reason) {
        return new Change.Removed(9, 1, event.id(), event.pubkey(), event.kind(), event.createdAt(), reason);
    }

    @Test
    void whatWaitsForItsTargetIsNotHeardOnceItsAuthorHasVanished() {
        Bytes32 reader = number(5);
        ledger.feed(job(0), praise(reader, 7), praise(number(6), 7));
        ledger.feed(wishOf(reader));
        timePasses();

        ledger.feed(result(PROVIDER, job(0)));

        assertEquals(1, ledger.view().job(job(0).id()).orElseThrow().reactions());
    }

    @Test
    void whatTheOperatorRemovesWaitsForNothingAnyMore() {
        Event like = praise(CUSTOMER, 7);
        ledger.feed(job(0));
        Set<Character> before = ledger.rows().keySet();
        ledger.feed(like);
        ledger.feed(removed(like, Removal.MODERATED));
        assertEquals(before, ledger.rows().keySet(), "nothing of it is left");

        ledger.feed(result(PROVIDER, job(0)));

        assertEquals(JobStatus.DELIVERED, status(job(0)));
    }

    @Test
    void aReviewThatIsTakenBackByItsAddressWhileItWaitsDoesNotCount() {
        Event review = praise(CUSTOMER, 31_117, Tag.of("d", "x"), Tag.of("rating", "5"));
        ledger.feed(job(0), review);
        ledger.feed(removed(review, Removal.DELETED));

        ledger.feed(result(PROVIDER, job(0)));

        assertEquals(JobStatus.DELIVERED, status(job(0)));
    }

    private void bans(Set<Bytes32> pubkeys, Set<Bytes32> events) {
        ledger.ledger().banned(pubkeys, events, ledger.nowMillis());
        timePasses();
    }

    @Test
    void whatABannedProviderSaidInEventsThatAreLongGoneGoes() {
        Event heartbeat = event(PROVIDER, 11_998);
        ledger.feed(job(0), result(PROVIDER, job(0)), result(number(3), job(1)), job(1), heartbeat);
        ledger.feed(removed(result(PROVIDER, job(0)), Removal.EXPIRED));
        assertEquals(JobStatus.DELIVERED, status(job(0)));

        bans(Set.of(PROVIDER), Set.of());

        assertEquals(JobStatus.REQUESTED, status(job(0)));
        assertEquals(JobStatus.DELIVERED, status(job(1)));
        assertTrue(ledger.view().provider(PROVIDER).isEmpty());
    }

    @Test
    void theJobsOfABannedCustomerGo() {
        ledger.feed(job(0), result(PROVIDER, job(0)));
        ledger.feed(removed(job(0), Removal.EXPIRED));

        bans(Set.of(CUSTOMER), Set.of());

        assertTrue(ledger.view().job(job(0).id()).isEmpty());
        assertEquals(0, ledger.view().summary(new Scope.Market(), Window.ALL).count(Counter.REQUESTS));
    }

    @Test
    void aBannedEventThatIsLongGoneGoesWithWhatWasSaidOfItsJob() {
        ledger.feed(job(0), result(PROVIDER, job(0)), job(1), result(PROVIDER, job(1)));

        bans(Set.of(), Set.of(job(0).id(), result(PROVIDER, job(1)).id(), number(77)));

        assertTrue(ledger.view().job(job(0).id()).isEmpty());
        assertEquals(JobStatus.REQUESTED, status(job(1)));
    }

    @Test
    void whoeverIsBannedNoMoreIsHeardAgain() {
        bans(Set.of(PROVIDER, number(3)), Set.of());
        ledger.reopen();

        bans(Set.of(number(3)), Set.of());
        ledger.feed(job(0), result(PROVIDER, job(0)));
        timePasses();

        assertEquals(JobStatus.DELIVERED, status(job(0)));
        assertEquals(1, ledger.rows().get('H'));
    }

    @Test
    void ofWhoeverIsBannedNothingWaitsForItsTarget() {
        ledger.feed(job(0), praise(CUSTOMER, 7), praise(number(6), 7));
        bans(Set.of(number(6)), Set.of(praise(CUSTOMER, 7).id()));

        ledger.feed(result(PROVIDER, job(0)));

        assertEquals(0, ledger.view().job(job(0).id()).orElseThrow().reactions());
    }
}
