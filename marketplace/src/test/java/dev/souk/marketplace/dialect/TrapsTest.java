package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.hex;
import static dev.souk.marketplace.dialect.ReadingDesk.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.UnitReading;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers of job events fell over, one test for each. */
class TrapsTest {
    private static final OptionalLong NONE = OptionalLong.empty();

    private final ReadingDesk desk = ReadingDesk.open();

    private static TestEvents translation() {
        return TestEvents.ofKind(68001).tag("j", "translation");
    }

    @ParameterizedTest
    @CsvSource({"65535", "65536", "65999", "66000"})
    void requestsAboveSixteenBitsAreRequests(int kind) {
        JobRequest request = desk.request(TestEvents.ofKind(kind));

        assertEquals(Dialect.KINDS_65XXX, request.dialect());
        assertEquals(JobType.ofKind(kind), request.type());
    }

    @Test
    void theFirstDraftBidsInSats() {
        JobRequest request = desk.request(translation().tag("input", "x", "url").tag("bid", "5000"));

        assertEquals(Optional.of(new Bid(5_000_000, NONE, UnitReading.DRAFT_SAT)), request.bid());
        assertEquals(Dialect.DRAFT, request.dialect());
    }

    @Test
    void expirationWithANameIsTheFirstDraftToo() {
        JobRequest request = desk.request(
                translation().tag("expiration", "1700009999").tag("d", "x").tag("bid", "5"));

        assertEquals(Optional.of(new Bid(5_000, NONE, UnitReading.DRAFT_SAT)), request.bid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"i", "exp", "output", "param"})
    void whatOnlyLaterTextsKnowMakesItMsat(String tag) {
        JobRequest request = desk.request(translation()
                .at(1_600_000_000)
                .tag("input", "x", "url")
                .tag(tag, "y")
                .tag("bid", "5000"));

        assertEquals(Optional.of(new Bid(5_000, NONE, UnitReading.DIALECT_MSAT)), request.bid());
        assertEquals(Dialect.REVISED, request.dialect());
    }

    @ParameterizedTest
    @CsvSource({"1688548439,EARLY_SAT,5000,DRAFT", "1688548440,DEFAULT_MSAT,5,REVISED"})
    void whatWasBidBeforeTheFirstMsatTextIsSats(long at, UnitReading unit, long msat, Dialect dialect) {
        JobRequest request = ReadingDesk.ofMsat().request(translation().at(at).tag("bid", "5"));

        assertEquals(Optional.of(new Bid(msat, NONE, unit)), request.bid());
        assertEquals(dialect, request.dialect());
    }

    @Test
    void whatNothingTellsIsSatsUnlessTheOperatorSaysOtherwise() {
        TestEvents request = translation().tag("params", "language", "es").tag("bid", "5");

        assertEquals(
                Optional.of(new Bid(5_000, NONE, UnitReading.DEFAULT_SAT)),
                desk.request(request).bid());
        assertEquals(
                Optional.of(new Bid(5, NONE, UnitReading.DEFAULT_MSAT)),
                ReadingDesk.ofMsat().request(request).bid());
    }

    @ParameterizedTest
    @CsvSource({
        "7000, lnbc7000, 7000, INVOICE_MSAT",
        "7, lnbc7000, 7000, INVOICE_SAT",
        "7, lnbc9000, 9000, INVOICE_OTHER",
        "seven, lnbc9000, 9000, INVOICE_OTHER"
    })
    void theInvoiceWinsOverTheNumberBesideIt(String number, String invoice, long msat, UnitReading unit) {
        Fact.Feedback quote =
                desk.feedback(TestEvents.ofKind(7000).tag("e", hex(1)).tag("amount", number, invoice));

        assertEquals(Optional.of(new Price(msat, unit, Optional.of(ReadingDesk.HASH))), quote.price());
    }

    @Test
    void anInvoiceWithoutAnAmountOrNoInvoiceLeavesTheNumber() {
        TestEvents open = TestEvents.ofKind(7000).tag("e", hex(1)).tag("amount", "7", "lnbc");
        TestEvents bad = TestEvents.ofKind(7000).tag("e", hex(1)).tag("amount", "7", "cashu");

        assertEquals(
                Optional.of(new Price(7, UnitReading.DIALECT_MSAT, Optional.of(ReadingDesk.HASH))),
                desk.feedback(open).price());
        assertEquals(
                Optional.of(new Price(7, UnitReading.DIALECT_MSAT, Optional.empty())),
                desk.feedback(bad).price());
    }

    @Test
    void theMaximumIsAFlatThirdElementInTheUnitOfTheBid() {
        JobRequest request = desk.request(translation().tag("input", "x").tag("bid", "5", "9"));

        assertEquals(Optional.of(new Bid(5_000, OptionalLong.of(9_000), UnitReading.DRAFT_SAT)), request.bid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "-1", "+1", "1.0", "1e3", " 1", "2100000000000000001", "99999999999999999999"})
    void anAmountThatIsNoneIsIgnoredAndTheEventKept(String amount) {
        Fact.Result result =
                desk.result(TestEvents.ofKind(6001).tag("e", hex(1)).tag("amount", amount));
        JobRequest request = desk.request(TestEvents.ofKind(5001).tag("bid", amount, amount));

        assertEquals(Optional.empty(), result.price());
        assertEquals(Optional.empty(), request.bid());
    }

    @Test
    void chainsOfTheFirstDraftAreFoundInInputTags() {
        JobRequest request =
                desk.request(translation().tag("input", hex(1), "job").tag("input", hex(2), "event"));

        assertEquals(List.of(id(1)), request.dependsOn());
    }

    @Test
    void anEmbeddedRequestWithItsKeysInAnotherOrderCounts() {
        Event asked =
                translation().tag("input", "\"\u00e9\uD83E\uDD8A\"", "text").build();
        String other = "{\"sig\":\"" + asked.sig().hex() + "\",\"kind\":68001,\"extra\":[{}],\"content\":\"\",\"tags\":"
                + "[[\"j\",\"translation\"],[\"input\",\"\\\"\\u00e9\\ud83e\\udd8a\\\"\",\"text\"]], \"pubkey\":\""
                + asked.pubkey() + "\",\"created_at\":1700000000,\"id\":\"" + asked.id() + "\"}";

        Link link = desk.link(TestEvents.ofKind(68002).tag("request", other));

        assertEquals(asked.id(), link.embedded().orElseThrow().id());
        assertTrue(link.embedded().orElseThrow().request().orElseThrow().isRecovered());
    }

    @Test
    void aForgedOrTruncatedOrHugeEmbeddedRequestIsAsGoodAsNone() {
        Event forged = translation().unsigned();
        Event huge = translation().content("x".repeat(65_536)).build();
        String truncated = json(translation().build()).substring(0, 200);

        for (String request : List.of(json(forged), json(huge), truncated, "{", "", "[]", hex(1).substring(1))) {
            assertEquals("no-job", desk.uselessBecause(TestEvents.ofKind(68002).tag("request", request)));
        }
    }

    @Test
    void aRequestTagMayHoldNothingButTheId() {
        Link link = desk.link(TestEvents.ofKind(68002).tag("request", hex(1)));

        assertEquals(Optional.of(new Link.Embedded(id(1), Optional.empty())), link.embedded());
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void theMarkerOfTheJobStandsAtEitherPlace(int place) {
        String[] marked = place == 2
                ? new String[] {"e", hex(2), "job"}
                : new String[] {"e", hex(2), "wss://relay.example", "job"};

        Link link =
                desk.link(TestEvents.ofKind(6001).tag("e", hex(1)).tag(marked).tag("e", hex(1)));

        assertEquals(Optional.of(id(2)), link.marked());
        assertEquals(List.of(id(1), id(2)), link.named());
    }

    @Test
    void aResultTellsWhomItIsFor() {
        Fact.Result result = desk.result(TestEvents.ofKind(6001)
                .tag("e", hex(1))
                .tag("p", "nobody")
                .tag("p", hex(2))
                .tag("p", hex(3)));

        assertEquals(Optional.of(id(2)), result.addressee());
    }

    @Test
    void everyResultIsAFactOfItsOwn() {
        TestEvents result = TestEvents.ofKind(6001).tag("e", hex(1)).by(TestKeys.bob());

        Fact.Result first = desk.result(result.content("draft"));
        Fact.Result second = desk.result(result.content("final"));

        assertTrue(!first.source().id().equals(second.source().id()));
    }

    @Test
    void theNameOfADraftJobReplacesNothing() {
        Event first = translation().tag("d", "weekly").at(1).unsigned();
        Event second = translation().tag("d", "weekly").at(2).unsigned();

        JobRequest one = desk.only(Reading.Asked.class, first).request();
        JobRequest other = desk.only(Reading.Asked.class, second).request();

        assertEquals(first.id(), one.id());
        assertEquals(second.id(), other.id());
        assertEquals(Optional.of("weekly"), one.name());
        assertEquals(one.name(), other.name());
    }

    @Test
    void expirationIsTheDeadline() {
        assertEquals(
                OptionalLong.of(1_700_009_999),
                desk.request(translation().tag("expiration", "1700009999")).deadline());
    }

    @ParameterizedTest
    @CsvSource({"500000000,500000000", "499999999,-1", "850000,-1", "soon,-1", "1700009999000,-1", "'',-1"})
    void anExpThatIsABlockHeightOrNoTimeIsNoDeadline(String exp, long deadline) {
        OptionalLong read = desk.request(translation().tag("exp", exp)).deadline();

        assertEquals(deadline < 0 ? NONE : OptionalLong.of(deadline), read);
    }

    @Test
    void aDeletionIsReadWithoutItsTarget() {
        Reading.TakenBack taken = desk.only(
                Reading.TakenBack.class,
                TestEvents.ofKind(5)
                        .by(TestKeys.bob())
                        .tag("e", hex(2))
                        .tag("e", hex(1))
                        .tag("e", hex(2))
                        .tag("e", "x")
                        .tag("a", "30000:x:"));

        assertEquals(List.of(id(2), id(1)), taken.targets());
        assertEquals(TestKeys.bob().publicKey(), taken.source().author());
    }

    @ParameterizedTest
    @CsvSource({"7", "68003", "65000", "7000", "68000"})
    void everyEraHasItsOwnKindOfFeedback(int kind) {
        Fact.Feedback feedback =
                desk.feedback(TestEvents.ofKind(kind).tag("e", hex(1)).tag("status", "processing"));

        assertEquals(WorkStatus.PROCESSING, feedback.status());
    }

    @Test
    void aPaymentMayBeForTheRequestItself() {
        Reading.About about = desk.only(
                Reading.About.class, TestEvents.ofKind(9735).tag("e", hex(1)).tag("p", hex(2)));

        assertEquals(id(1), about.target());
    }

    private static String json(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }
}
