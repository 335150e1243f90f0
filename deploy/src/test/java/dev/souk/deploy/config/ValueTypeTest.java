package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.souk.relay.config.KindRange;
import java.time.Duration;
import java.util.List;
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
}
