package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.TestJob.id;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobEndpointsTest {
    private final MemoryMarket market = new MemoryMarket();
    private final MarketApi api = new MarketApi(market, ApiSettings.of(ZapTrust.LOCAL));

    private List<String> list(String query) {
        return Asked.get(api, "/api/v1/jobs?" + query).each("jobs", "id");
    }

    private static String hex(int job) {
        return id(job).hex();
    }

    @Test
    void oneJobTellsItsStatusItsOffersAndWhatTheyAskedAndGot() {
        market.with(number(1).bid(5_000_000).delivered(person(2)));

        Asked job = Asked.get(api, "/api/v1/jobs/" + hex(1));

        assertEquals(200, job.status());
        assertEquals("completed", job.at("/status"));
        assertEquals("translation", job.at("/j"));
        assertEquals("5000000", job.at("/bid/msat"));
        assertEquals("20000", job.at("/offers/0/asked_msat"));
        assertEquals("21000", job.at("/offers/0/claimed_msat"));
        assertEquals("0", job.at("/offers/0/verified_msat"));
        assertEquals("local", job.at("/zap_trust"));
        assertEquals("null", job.at("/event"));
    }

    @Test
    void whatACustomerPaysItselfIsNoMoneyOfTheJob() {
        market.with(number(1).by(person(1)).delivered(person(1)).delivered(person(2)));

        Asked job = Asked.get(api, "/api/v1/jobs/" + hex(1));

        assertEquals("21000", job.at("/claimed_msat"));
        assertEquals(List.of("21000", "21000"), job.each("offers", "claimed_msat"));
    }

    @Test
    void aJobIsFoundByItsNoteToo() {
        market.with(number(1));
        String note = Nip19Text.of("note", id(1));

        assertEquals(hex(1), Asked.get(api, "/api/v1/jobs/" + note).at("/id"));
        assertEquals(
                hex(1),
                Asked.get(api, "/api/v1/jobs/" + hex(1).toUpperCase(java.util.Locale.ROOT))
                        .at("/id"));
    }

    @Test
    void oneJobCarriesWhatTheRelayHasSigned() {
        market.with(number(1));
        Event event =
                TestEvents.ofKind(30_383).tag("d", hex(1)).tag("s", "requested").build();
        market.published(event);

        assertEquals(event.id().hex(), Asked.get(api, "/api/v1/jobs/" + hex(1)).at("/event/id"));
    }

    @Test
    void aJobWithoutItsRequestHasNothingThatTheRequestWouldSay() {
        market.with(number(1).withoutRequest());

        Asked job = Asked.get(api, "/api/v1/jobs/" + hex(1));

        assertEquals("unknown_request", job.at("/status"));
        assertEquals("null", job.at("/customer"));
    }

    @Test
    void listsAreNarrowedByEveryFilter() {
        market.with(
                number(1).at(MemoryMarket.NOW - 30).by(person(5)).bid(1_000),
                number(2).at(MemoryMarket.NOW - 20).kind(5_300).worked(person(6)),
                number(3).at(MemoryMarket.NOW - 10).type(JobType.named("k:x")).status(JobStatus.EXPIRED));

        assertEquals(List.of(hex(3), hex(2), hex(1)), list(""));
        assertEquals(List.of(hex(1), hex(2), hex(3)), list("sort=oldest"));
        assertEquals(List.of(hex(1)), list("sort=bid"));
        assertEquals(List.of(hex(1)), list("j=translation"));
        assertEquals(List.of(hex(2)), list("j=k:5300"));
        assertEquals(List.of(hex(3)), list("j=j:k:x"));
        assertEquals(List.of(hex(2)), list("kind=5300"));
        assertEquals(List.of(hex(2), hex(1)), list("status=processing,requested"));
        assertEquals(List.of(hex(2), hex(1)), list("status=processing&status=requested"));
        assertEquals(List.of(hex(3)), list("open=false"));
        assertEquals(List.of(hex(1)), list("customer=" + Nip19Text.of("npub", person(5))));
        assertEquals(List.of(hex(2)), list("provider=" + person(6).hex()));
        assertEquals(List.of(hex(1)), list("min_bid=1000"));
        assertEquals(List.of(), list("min_bid=1001"));
        assertEquals(List.of(hex(3), hex(2)), list("since=" + (MemoryMarket.NOW - 20)));
        assertEquals(List.of(hex(1)), list("until=" + (MemoryMarket.NOW - 21)));
    }

    @Test
    void pagesFollowTheirCursorToTheEnd() {
        for (int job = 1; job <= 5; job++) {
            market.with(number(job).at(MemoryMarket.NOW - job));
        }
        List<String> found = new ArrayList<>();
        String more = "limit=2";
        for (int page = 0; page < 3; page++) {
            Asked asked = Asked.get(api, "/api/v1/jobs?" + more);
            found.addAll(asked.each("jobs", "id"));
            more = "limit=2&cursor=" + asked.at("/cursor");
        }

        assertEquals(List.of(hex(1), hex(2), hex(3), hex(4), hex(5)), found);
        assertTrue(more.endsWith("cursor=null"));
    }

    @Test
    void aPageStaysSmallHoweverManyOffersAJobHas() {
        TestJob crowded = number(1);
        for (int provider = 10; provider < 30; provider++) {
            crowded.worked(person(provider));
        }
        market.with(crowded);

        Asked page = Asked.get(api, "/api/v1/jobs");

        assertEquals("20", page.at("/jobs/0/offer_count"));
        assertEquals(
                JobDocument.OFFERS_OF_A_ROW, page.json().at("/jobs/0/offers").size());
        assertEquals(
                20,
                Asked.get(api, "/api/v1/jobs/" + hex(1)).json().at("/offers").size());
    }

    @Test
    void evidenceNamesTheRuleAndTheEventOfEveryTransition() {
        market.with(number(1).delivered(person(2)));

        Asked evidence = Asked.get(api, "/api/v1/jobs/" + hex(1) + "/evidence");

        assertEquals(List.of("requested", "completed"), evidence.each("evidence", "to"));
        assertEquals(List.of("null", "requested"), evidence.each("evidence", "from"));
        assertEquals("job.requested", evidence.at("/evidence/0/rule"));
        assertEquals("/api/v1/events/" + hex(1), evidence.at("/evidence/0/link"));
    }

    @Test
    void theEventsOfAJobAreShownAndNoOthers() {
        Event result = TestEvents.ofKind(68_002).tag("e", hex(1)).build();
        Event secret = TestEvents.ofKind(1_059).by(TestKeys.bob()).build();
        Event gone = TestEvents.ofKind(68_003).tag("expiration", "1000").build();
        market.with(number(1)).filed(result, id(1)).stored(secret).filed(gone, id(1));

        assertEquals(
                result.id().hex(),
                Asked.get(api, "/api/v1/events/" + result.id()).at("/id"));
        assertEquals(404, Asked.get(api, "/api/v1/events/" + secret.id()).status());
        assertEquals(404, Asked.get(api, "/api/v1/events/" + gone.id()).status());
    }

    @Test
    void aChainTellsWhatIsWaitedForAndWhoWaits() {
        market.with(
                number(1).delivered(person(2)),
                number(2).needs(id(1), id(9)),
                number(3).needs(id(2)),
                number(4).needs(id(3), id(1)));

        Asked chain = Asked.get(api, "/api/v1/jobs/" + hex(2) + "/chain");

        assertEquals(List.of(hex(1), hex(9)), chain.each("waits_for", "id"));
        assertEquals(List.of("true", "false"), chain.each("waits_for", "delivered"));
        assertEquals(hex(9), chain.at("/blocked_by/0"));
        assertEquals(1, chain.json().at("/blocked_by").size());
        assertEquals(List.of(hex(3), hex(4)), chain.each("waited_for_by", "id"));
        assertEquals(List.of("1", "2"), chain.each("waited_for_by", "depth"));
        assertEquals(hex(3), chain.at("/waited_for_by/1/blocked_by/0"));
        assertEquals("false", chain.at("/truncated"));
    }

    @Test
    void cyclesOfAChainAreReportedAndBlockNobody() {
        market.with(number(1).needs(id(2)), number(2).needs(id(1)));

        Asked chain = Asked.get(api, "/api/v1/jobs/" + hex(1) + "/chain");

        assertEquals(hex(2), chain.at("/cycles/0/job"));
        assertEquals(hex(1), chain.at("/cycles/0/dependency"));
        assertEquals(hex(2), chain.at("/blocked_by/0"));
        assertEquals(0, chain.json().at("/waits_for/0/blocked_by").size());
    }

    @Test
    void aChainEndsAfterSixteenSteps() {
        for (int job = 1; job <= 20; job++) {
            market.with(number(job).needs(id(job + 1)));
        }

        Asked chain = Asked.get(api, "/api/v1/jobs/" + hex(1) + "/chain");

        assertEquals(Chain.MAX_DEPTH, chain.json().at("/waits_for").size());
        assertEquals("true", chain.at("/truncated"));
    }

    @Test
    void aChainEndsAtItsNumberOfJobs() {
        market.with(number(1));
        for (int job = 2; job <= Chain.MAX_JOBS + 1; job++) {
            market.with(number(job).needs(id(1)));
        }
        assertEquals(
                "false", Asked.get(api, "/api/v1/jobs/" + hex(1) + "/chain").at("/truncated"));

        market.with(number(Chain.MAX_JOBS + 2).needs(id(1)));
        Asked chain = Asked.get(api, "/api/v1/jobs/" + hex(1) + "/chain");

        assertEquals("true", chain.at("/truncated"));
        assertEquals(Chain.MAX_JOBS, chain.json().at("/waited_for_by").size());
    }
}
