package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    private static final Span SPAN = new Span(Duration.ofMillis(100), Duration.ofDays(2));

    @ParameterizedTest
    @CsvSource({"100ms,PT0.1S", "10s,PT10S", "15m,PT15M", "2h,PT2H", "2d,PT48H"})
    void readsDurationsInEveryUnit(String text, Duration expected) {
        assertEquals(new Parsed.Valid<>(expected), SPAN.parse(text));
        assertEquals("\"" + text + "\"", SPAN.toToml(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 s", "-1s", "1.5s", "10w", "99ms", "3d", "9999999999s"})
    void refusesOtherDurationsAndThoseOutOfRange(String text) {
        assertInstanceOf(Parsed.Invalid.class, SPAN.parse(text));
    }

    @Test
    void refusesANumberWhereADurationIsExpected() {
        assertEquals(
                new Parsed.Invalid<>(
                        "is 10; expected a duration like \"10s\" (ms, s, m, h or d) from \"100ms\" to \"2d\""),
                SPAN.parse(10L));
    }

    @Test
    void takesWholeNumbersUpToBothEnds() {
        WholeNumber type = new WholeNumber(1, 9, "cats");
        assertEquals(new Parsed.Valid<>(1L), type.parse(1L));
        assertEquals(new Parsed.Valid<>(9L), type.parse(9L));
        assertEquals(new Parsed.Invalid<>("is 0; expected a whole number of cats from 1 to 9"), type.parse(0L));
        assertInstanceOf(Parsed.Invalid.class, type.parse(10L));
        assertInstanceOf(Parsed.Invalid.class, type.parse(5.0));
        assertInstanceOf(Parsed.Invalid.class, type.parse("5"));
    }

    @Test
    void leavesOutWhatIsTaken() {
        ValueType<Integer> type = new AllBut<>(WholeNumber.ints(1, 9, ""), List.of(3, 4), "mine");
        assertEquals(new Parsed.Valid<>(5), type.parse(5L));
        assertEquals(
                new Parsed.Invalid<>("is 4; expected a whole number from 1 to 9 without 3 and 4, which are mine"),
                type.parse(4L));
        assertInstanceOf(Parsed.Invalid.class, type.parse(10L));
    }

    @Test
    void saysBytesInTheLargestUnitThatDividesThem() {
        WholeNumber type = new WholeNumber(0, Long.MAX_VALUE, "bytes");
        assertEquals("256 MiB", type.spokenForm(256L << 20));
        assertEquals("100 KiB", type.spokenForm(102_400L));
        assertEquals("", type.spokenForm(1_000L));
        assertEquals("", type.spokenForm(0L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "65536-69999", "2147483647"})
    void takesKindsFromTheLeastOn(String range) {
        assertEquals(
                new Parsed.Valid<>(List.of(KindRange.parse(range))),
                Texts.kindRanges(65_536, 5).parse(List.of(range)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65535", "65535-65537", "70000-69999", "many", "", "-", "2147483648"})
    void refusesOtherKindRanges(String range) {
        assertInstanceOf(Parsed.Invalid.class, Texts.kindRanges(65_536, 5).parse(List.of(range)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "::1/128", "fd00::/8", "192.168.1.1/32"})
    void takesAddressesAndRanges(String network) {
        assertEquals(new Parsed.Valid<>(List.of(network)), Texts.networks(2).parse(List.of(network)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "abc",
                "10.0.0.0/33",
                "::1/129",
                "10.0.0/8",
                "1.2.3.4/",
                "1.2.3.256",
                ":",
                "1.2.3.4/-1"
            })
    void refusesNamesAndBrokenRanges(String network) {
        assertInstanceOf(Parsed.Invalid.class, Texts.networks(2).parse(List.of(network)));
    }

    @Test
    void refusesAListThatIsTooLongOrHoldsSomethingElse() {
        assertInstanceOf(Parsed.Invalid.class, Texts.networks(1).parse(List.of("::1", "::2")));
        assertInstanceOf(Parsed.Invalid.class, Texts.networks(1).parse(List.of(1L)));
        assertInstanceOf(Parsed.Invalid.class, Texts.networks(1).parse("::1"));
    }

    @Test
    void quotesWhatTomlWouldMisread() {
        assertEquals("\"a\\\"b\\\\c\\nd\\u0001é\"", Literal.quoted("a\"b\\c\nd\u0001é"));
    }

    @ParameterizedTest
    @CsvSource({"120/1m,120,60", "1/1h,1,3600", "3M/10s,3000000,10", "2G/1d,2000000000,86400"})
    void readsRatesAndNoneAtAll(String text, long amount, long seconds) {
        Rate rate = new Rate(amount, Duration.ofSeconds(seconds));
        assertEquals(new Parsed.Valid<>(Optional.of(rate)), RateText.orNone().parse(text));
        assertEquals("\"" + text + "\"", RateText.orNone().toToml(Optional.of(rate)));
        assertEquals(new Parsed.Valid<>(Optional.empty()), RateText.orNone().parse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"120", "0/1m", "/1m", "1/0s", "-1/1m", "1.5/1m", "1k/1m", "10/m", "9999999999/1m", "1/9000d"})
    void refusesOtherRates(String text) {
        assertInstanceOf(Parsed.Invalid.class, RateText.orNone().parse(text));
    }

    @Test
    void readsWhatHoldsForSomeKinds() {
        Rate rate = new Rate(60, Duration.ofMinutes(1));
        assertEquals(
                new Parsed.Valid<>(List.of(new ByKind<>(new KindRange(30_000, 39_999), rate))),
                ByKindTexts.rates().parse(List.of("30000-39999: 60/1m")));
        assertEquals(
                new Parsed.Valid<>(List.of(new ByKind<>(new KindRange(1, 1), 16L))),
                ByKindTexts.numbers("bits", "1: 16", 64).parse(List.of("1:16")));
        assertInstanceOf(
                Parsed.Invalid.class, ByKindTexts.numbers("bits", "1: 16", 64).parse(List.of("1: 65")));
        assertInstanceOf(Parsed.Invalid.class, ByKindTexts.rates().parse(List.of("60/1m")));
        assertInstanceOf(Parsed.Invalid.class, ByKindTexts.rates().parse(List.of("2-1: 60/1m")));
    }
}
