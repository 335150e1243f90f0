package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.hex;
import static dev.souk.marketplace.dialect.ReadingDesk.id;
import static dev.souk.marketplace.dialect.ReadingDesk.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.TestEvents;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarketReaderTest {
    private final ReadingDesk desk = ReadingDesk.open();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 1021, 4999, 7001, 10002, 30023, 35999, 37000, 66001, 67999, 68004, 68006, 100_000})
    void otherTrafficMeansNothing(int kind) {
        assertEquals(
                List.of(),
                desk.read(TestEvents.ofKind(kind)
                        .tag("e", hex(1))
                        .tag("j", "x")
                        .tag("status", "success")
                        .tag("rating", "5")));
    }

    @ParameterizedTest
    @ValueSource(ints = {5013, 5128, 5153, 5183, 5391, 5394, 5666, 5969, 6013, 6153, 6391, 6666, 6969})
    void numbersThatCarryOtherTrafficAreLeftOut(int kind) {
        assertEquals(List.of(), desk.read(TestEvents.ofKind(kind).tag("e", hex(1))));
    }

    @Test
    void aRequestHasExactlyOneType() {
        TestEvents two = TestEvents.ofKind(68001).tag("j", "a").tag("j", "b").tag("e", hex(1));

        assertEquals("many-j", desk.uselessBecause(two));
        assertEquals("no-type", desk.uselessBecause(TestEvents.ofKind(68001)));
        assertEquals("no-type", desk.uselessBecause(TestEvents.ofKind(68001).tag("j")));
        assertEquals("no-type", desk.uselessBecause(TestEvents.ofKind(68005).tag("e", hex(1))));
        assertEquals("many-j", desk.uselessBecause(two.kind(68005)));
    }

    @Test
    void whatAnswers68005With68001HandsSomethingOver() {
        TestEvents result = TestEvents.ofKind(68001).tag("status", "success").tag("e", hex(1), "", "job");

        assertEquals(WorkStatus.SUCCESS, desk.result(result).status());
        assertEquals(Optional.of(id(1)), desk.link(result).marked());
    }

    @Test
    void unlessItAsksToBePaidFirst() {
        TestEvents demand = TestEvents.ofKind(68001)
                .tag("status", "payment-required")
                .tag("amount", "1000")
                .tag("e", hex(1), "", "job");

        assertEquals(WorkStatus.PAYMENT_REQUIRED, desk.feedback(demand).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {68001, 68002, 68003, 68000, 65000, 65001, 6001, 7000})
    void anAnswerThatNamesNoJobIsUseless(int kind) {
        assertEquals("no-job", desk.uselessBecause(TestEvents.ofKind(kind).tag("e", "x")));
    }

    @Test
    void addressableEventsAndReactionsThatNameNoJobAreOtherTraffic() {
        assertEquals(List.of(), desk.read(TestEvents.ofKind(36500).tag("d", "x")));
        assertEquals(List.of(), desk.read(TestEvents.ofKind(7).tag("status", "processing")));
    }

    @Test
    void whatIsLongIsBounded() {
        TestEvents event =
                TestEvents.ofKind(68001).tag("j", text(99), text(101)).tag("d", text(101));
        IntStream.range(1, 200).forEach(n -> event.tag("p", hex(n)).tag("input", hex(n), "job"));

        JobRequest request = desk.request(event);

        assertEquals(JobType.OTHER, request.type());
        assertEquals(Optional.empty(), request.model());
        assertEquals(Optional.empty(), request.name());
        assertEquals(64, request.targets().size());
        assertEquals(16, request.dependsOn().size());
    }

    @Test
    void whatIsJustShortEnoughIsKept() {
        JobRequest request = desk.request(
                TestEvents.ofKind(68001).tag("j", text(98), text(100)).tag("d", text(100)));

        assertEquals("j:" + text(98), request.type().name());
        assertEquals(Optional.of(text(100)), request.model());
        assertEquals(Optional.of(text(100)), request.name());
    }

    @Test
    void ofManyJobsThatAnAnswerNamesEightAreLookedAt() {
        TestEvents result = TestEvents.ofKind(6001);
        IntStream.range(1, 50).forEach(n -> result.tag("e", hex(n)).tag("e", hex(n)));

        assertEquals(
                IntStream.rangeClosed(1, 8).mapToObj(ReadingDesk::id).toList(),
                desk.link(result).named());
    }

    @Test
    void whatComesLateWasNotSeenLive() {
        Fact.Result result =
                desk.result(TestEvents.ofKind(6001).at(1_600_000_000).tag("e", hex(1)));

        assertEquals(Source.HISTORY, result.source().seenAtMillis());
    }

    @Test
    void deletionsOfOtherKindsMeanNothing() {
        TestEvents deletion = TestEvents.ofKind(5).tag("e", hex(1)).tag("k", "1");

        assertEquals(List.of(), desk.read(deletion));
        assertInstanceOf(
                Reading.TakenBack.class, desk.read(deletion.tag("k", "68002")).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "9321", "9735", "31117", "1986", "68001", "5300", "7000"})
    void whateverMadeAFactCanBeTakenBack(String kind) {
        TestEvents deletion = TestEvents.ofKind(5).tag("e", hex(1)).tag("k", kind);

        assertEquals(
                List.of(id(1)), desk.only(Reading.TakenBack.class, deletion).targets());
    }

    @Test
    void aDeletionWithoutIdsMeansNothing() {
        assertEquals(List.of(), desk.read(TestEvents.ofKind(5).tag("a", "30000:x:")));
    }

    @ParameterizedTest
    @ValueSource(ints = {9735, 9321})
    void paymentsAreForWhatTheirReaderSays(int kind) {
        TestEvents payment = TestEvents.ofKind(kind).tag("e", hex(1)).tag("p", hex(2));

        Reading.About about = desk.only(Reading.About.class, payment);

        assertEquals(id(2), assertInstanceOf(Fact.Payment.class, about.fact()).recipient());
        assertEquals(List.of(), desk.read(TestEvents.ofKind(kind).tag("p", hex(2))));
        assertEquals("bad-payment", desk.uselessBecause(TestEvents.ofKind(kind).tag("e", hex(1))));
    }

    @Test
    void partsThatCannotBeUsedAreToldBesideTheRest() {
        TestEvents answer = TestEvents.ofKind(6100).tag("e", hex(1));
        assertEquals(List.of(), desk.uselessParts(answer));
        assertEquals(List.of("bad-amount"), desk.uselessParts(answer.tag("amount", "much")));
        assertEquals(List.of("bad-request", "bad-amount"), desk.uselessParts(answer.tag("request", "{\"kind\":5100}")));

        TestEvents request = TestEvents.ofKind(5100);
        assertEquals(List.of("bad-amount"), desk.uselessParts(request.tag("bid", "-1")));
    }

    @Test
    void heartbeatsAndPongsTellThatSomebodyIsAlive() {
        for (int kind : new int[] {11998, 30333}) {
            assertEquals(
                    kind,
                    desk.only(Reading.Beat.class, TestEvents.ofKind(kind))
                            .source()
                            .kind());
        }
        desk.only(
                Reading.Beat.class,
                TestEvents.ofKind(7000).tag("status", "pong").tag("e", hex(1)));
    }
}
