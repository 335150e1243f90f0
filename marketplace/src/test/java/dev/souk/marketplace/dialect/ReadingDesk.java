package dev.souk.marketplace.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.souk.marketplace.dialect.DialectSettings.BidUnit;
import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.EventVerifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A reader to lay events before. Its invoices are {@code lnbc<msat>}; its payments need an {@code e} and a {@code p}. */
final class ReadingDesk {
    /** The payment hash of every invoice here. */
    static final Bytes32 HASH = id(0xfa);

    /** A second after the events that have no other time. */
    static final long NOW_MILLIS = 1_700_000_001_000L;

    private final CountingSchnorr schnorr = new CountingSchnorr();
    private final MarketReader reader;

    private ReadingDesk(DialectSettings settings, Set<Bytes32> known) {
        this(settings, known, Set.of());
    }

    private ReadingDesk(DialectSettings settings, Set<Bytes32> known, Set<Bytes32> banned) {
        reader = new MarketReader(
                settings,
                new EventVerifier(schnorr),
                ReadingDesk::invoice,
                ReadingDesk::payment,
                known::contains,
                event -> banned.contains(event.id()));
    }

    static ReadingDesk open() {
        return new ReadingDesk(DialectSettings.DEFAULT, Set.of());
    }

    /** Where what is ambiguous counts as msat. */
    static ReadingDesk ofMsat() {
        return new ReadingDesk(new DialectSettings(BidUnit.MSAT), Set.of());
    }

    static ReadingDesk knowing(Event... requests) {
        return new ReadingDesk(
                DialectSettings.DEFAULT,
                Set.copyOf(Stream.of(requests).map(Event::id).toList()));
    }

    /** Where the operator has banned this event. */
    static ReadingDesk banning(Event event) {
        return new ReadingDesk(DialectSettings.DEFAULT, Set.of(), Set.of(event.id()));
    }

    /** Some id; the same number is the same id. */
    static Bytes32 id(int number) {
        return new Bytes32(number, number, number, number);
    }

    static String hex(int number) {
        return id(number).hex();
    }

    private static Optional<Invoices.Invoice> invoice(String bolt11) {
        if (!bolt11.startsWith("lnbc")) {
            return Optional.empty();
        }
        return Optional.of(new Invoices.Invoice(Amounts.parse(bolt11.substring(4), 1), HASH));
    }

    private static Optional<Fact.Payment> payment(Event event, Source source) {
        Optional<Bytes32> target = event.firstValue("e").flatMap(Bytes32::parse);
        Optional<Bytes32> recipient = event.firstValue("p").flatMap(Bytes32::parse);
        if (target.isEmpty() || recipient.isEmpty()) {
            return Optional.empty();
        }
        PaymentProof proof = new PaymentProof(1, 1_000, Optional.of(HASH), source.author(), List.of(), true);
        return Optional.of(new Fact.Payment(source, target.get(), source.author(), recipient.get(), proof));
    }

    List<Reading> read(Event event) {
        return reader.read(event, NOW_MILLIS);
    }

    List<Reading> read(TestEvents event) {
        return read(event.unsigned());
    }

    /** How many signatures were checked so far. */
    int signaturesChecked() {
        return schnorr.checked();
    }

    /** The one reading, which must be of this sort; parts of it may be useless. */
    <R extends Reading> R only(Class<R> sort, TestEvents event) {
        return only(sort, event.unsigned());
    }

    <R extends Reading> R only(Class<R> sort, Event event) {
        List<Reading> readings = read(event);
        assertEquals(1, readings.size() - uselessParts(readings).size(), () -> "readings: " + readings);
        return assertInstanceOf(sort, readings.get(0));
    }

    /** What cannot be used of an event that means something. */
    List<String> uselessParts(TestEvents event) {
        return uselessParts(read(event));
    }

    private static List<String> uselessParts(List<Reading> readings) {
        return readings.stream()
                .skip(1)
                .filter(Reading.Useless.class::isInstance)
                .map(useless -> ((Reading.Useless) useless).reason())
                .toList();
    }

    JobRequest request(TestEvents event) {
        return only(Reading.Asked.class, event).request();
    }

    Fact.Result result(TestEvents event) {
        return assertInstanceOf(
                Fact.Result.class, only(Reading.Said.class, event).fact());
    }

    Fact.Feedback feedback(TestEvents event) {
        return assertInstanceOf(
                Fact.Feedback.class, only(Reading.Said.class, event).fact());
    }

    Link link(TestEvents event) {
        return only(Reading.Said.class, event).link();
    }

    Fact.Judgement judgement(TestEvents event) {
        Reading.About about = only(Reading.About.class, event);
        Fact.Judgement judgement = assertInstanceOf(Fact.Judgement.class, about.fact());
        assertEquals(judgement.target(), about.target());
        return judgement;
    }

    String uselessBecause(TestEvents event) {
        return only(Reading.Useless.class, event).reason();
    }

    /** A text of this many characters. */
    static String text(int length) {
        return Hex.of(new byte[length / 2 + 1]).substring(0, length);
    }
}
