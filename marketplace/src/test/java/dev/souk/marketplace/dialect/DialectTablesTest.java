package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.hex;
import static dev.souk.marketplace.dialect.ReadingDesk.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One request with every tag of every era in the clothes of each, and what each era makes of it. */
class DialectTablesTest {
    private static final OptionalLong NONE = OptionalLong.empty();

    private final ReadingDesk desk = ReadingDesk.open();

    /** What is expected of {@code event} in one era. */
    record Row(
            TestEvents event,
            Dialect dialect,
            String type,
            Optional<String> model,
            long bidMsat,
            UnitReading unit,
            OptionalLong deadline,
            List<Integer> dependsOn,
            Optional<String> name) {
        @Override
        public String toString() {
            return dialect + " " + type;
        }
    }

    private static TestEvents request(int kind) {
        return TestEvents.ofKind(kind)
                .tag("p", hex(21))
                .tag("p", "npub1xyz")
                .tag("p", hex(22))
                .tag("p", hex(21))
                .tag("bid", "40")
                .tag("d", "weekly")
                .tag("relays", "wss://relay.example");
    }

    private static TestEvents named(int kind) {
        return request(kind).tag("j", "translation", "model-x");
    }

    static Stream<Row> requests() {
        Optional<String> model = Optional.of("model-x");
        Optional<String> weekly = Optional.of("weekly");
        Optional<String> none = Optional.empty();
        OptionalLong at5 = OptionalLong.of(1_700_000_005);
        OptionalLong at9 = OptionalLong.of(1_700_000_009);
        UnitReading msat = UnitReading.DIALECT_MSAT;
        return Stream.of(
                new Row(
                        named(68001).tag("input", hex(1), "job", "marker").tag("expiration", "1700000009"),
                        Dialect.DRAFT,
                        "j:translation",
                        model,
                        40_000,
                        UnitReading.DRAFT_SAT,
                        at9,
                        List.of(1),
                        weekly),
                new Row(
                        named(68001)
                                .tag("i", hex(1), "job", "wss://relay.example")
                                .tag("input", hex(2), "job")
                                .tag("i", hex(3), "event")
                                .tag("exp", "1700000005")
                                .tag("expiration", "1700000009"),
                        Dialect.REVISED,
                        "j:translation",
                        model,
                        40,
                        msat,
                        at5,
                        List.of(1, 2),
                        weekly),
                new Row(
                        named(68005).tag("i", hex(1), "job").tag("exp", "1700000009"),
                        Dialect.FORK,
                        "j:translation",
                        model,
                        40,
                        msat,
                        at9,
                        List.of(1),
                        weekly),
                new Row(
                        named(65002)
                                .tag("i", hex(1), "job")
                                .tag("input", hex(2), "job")
                                .tag("exp", "1700000009"),
                        Dialect.KINDS_65XXX,
                        "k:65002",
                        none,
                        40,
                        msat,
                        at9,
                        List.of(1),
                        none),
                new Row(
                        named(5002).tag("i", hex(1), "job", "", "marker").tag("expiration", "1700000005"),
                        Dialect.NIP90,
                        "k:5002",
                        none,
                        40,
                        msat,
                        at5,
                        List.of(1),
                        none));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyEraReadsItsRequests(Row row) {
        Event event = row.event().unsigned();

        JobRequest request = desk.only(Reading.Asked.class, event).request();

        assertEquals(event.id(), request.id());
        assertEquals(event.pubkey(), request.customer());
        assertEquals(ReadingDesk.NOW_MILLIS, request.source().seenAtMillis());
        assertEquals(
                new JobRequest(
                        request.source(),
                        row.dialect(),
                        new JobType(row.type()),
                        row.model(),
                        Optional.of(new Bid(row.bidMsat(), NONE, row.unit())),
                        row.deadline(),
                        List.of(id(21), id(22)),
                        row.dependsOn().stream().map(ReadingDesk::id).toList(),
                        row.name(),
                        false,
                        false),
                request);
    }

    /** What is expected of the price in one era's answer. */
    record Answer(int kind, String tag, boolean isResult, long msat, UnitReading unit) {}

    static Stream<Answer> answers() {
        UnitReading msat = UnitReading.DIALECT_MSAT;
        return Stream.of(
                new Answer(68002, "payment", true, 7_000, UnitReading.DRAFT_SAT),
                new Answer(68002, "amount", true, 7, msat),
                new Answer(68003, "amount", false, 7, msat),
                new Answer(7, "amount", false, 7, msat),
                new Answer(68001, "amount", true, 7, msat),
                new Answer(68000, "amount", false, 7, msat),
                new Answer(65001, "amount", true, 7, msat),
                new Answer(65000, "amount", false, 7, msat),
                new Answer(6001, "amount", true, 7, msat),
                new Answer(36001, "amount", true, 7, msat),
                new Answer(7000, "amount", false, 7, msat));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyEraReadsItsAnswers(Answer answer) {
        TestEvents event = TestEvents.ofKind(answer.kind())
                .tag("e", hex(1))
                .tag("p", hex(2))
                .tag("status", "Error", "why")
                .tag(answer.tag(), "7")
                .tag("encrypted");
        Optional<Price> price = Optional.of(new Price(answer.msat(), answer.unit(), Optional.empty()));

        Reading.Said said = desk.only(Reading.Said.class, event);

        Fact expected = answer.isResult()
                ? new Fact.Result(
                        said.fact().source(), WorkStatus.ERROR, "Error", price, Optional.of(id(2)), true, false)
                : new Fact.Feedback(
                        said.fact().source(), WorkStatus.ERROR, "Error", price, Optional.of(id(2)), true, false);
        assertEquals(expected, said.fact());
        assertEquals(new Link(Optional.empty(), List.of(id(1)), Optional.empty()), said.link());
    }

    @Test
    void anAnswerInBothUnitsIsReadInTheLaterOne() {
        TestEvents result =
                TestEvents.ofKind(68002).tag("e", hex(1)).tag("payment", "7").tag("amount", "8000");

        assertEquals(
                Optional.of(new Price(8_000, UnitReading.DIALECT_MSAT, Optional.empty())),
                desk.result(result).price());
    }

    @Test
    void aRequestThatIsNobodyElsesToReadSaysSo() {
        JobRequest request =
                desk.request(TestEvents.ofKind(5050).tag("p", hex(1)).tag("encrypted"));

        assertEquals(true, request.isEncrypted());
    }
}
