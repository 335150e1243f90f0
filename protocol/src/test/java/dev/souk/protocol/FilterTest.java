package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterTest {
    private static final Bytes32 ALICE = TestKeys.alice().publicKey();
    private static final Bytes32 BOB = TestKeys.bob().publicKey();
    private static final Event EVENT = TestEvents.ofKind(68001)
            .at(1000)
            .tag("t", "first", "not-indexed")
            .tag("t", "second")
            .tag("T", "capital")
            .tag("alt", "long name")
            .tag("x", "")
            .tag("r")
            .tag("d")
            .tag("1", "digit")
            .unsigned();

    static Stream<Arguments> matching() {
        return Stream.of(
                arguments("everything", Filter.builder()),
                arguments("the id", Filter.builder().ids(BOB, EVENT.id())),
                arguments("the author", Filter.builder().authors(BOB, ALICE)),
                arguments("the kind", Filter.builder().kinds(1, 68001)),
                arguments("since the very second", Filter.builder().since(1000)),
                arguments("until the very second", Filter.builder().until(1000)),
                arguments("one second only", Filter.builder().since(1000).until(1000)),
                arguments(
                        "the widest window",
                        Filter.builder().since(Long.MIN_VALUE).until(Long.MAX_VALUE)),
                arguments("the first of two tags", Filter.builder().tag('t', "first")),
                arguments("the second of two tags", Filter.builder().tag('t', "other", "second")),
                arguments("two letters", Filter.builder().tag('t', "first").tag('T', "capital")),
                arguments("an empty value", Filter.builder().tag('x', "")),
                arguments("a d without a value", Filter.builder().tag('d', "")),
                arguments("a limit of none", Filter.builder().limit(0)),
                arguments(
                        "all conditions",
                        Filter.builder()
                                .ids(EVENT.id())
                                .authors(ALICE)
                                .kinds(68001)
                                .tag('t', "first")
                                .since(999)
                                .until(1001)
                                .limit(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matching")
    void matches(String name, Filter.Builder filter) {
        assertTrue(filter.build().matches(EVENT), name);
        assertFalse(filter.build().matchesNothing(), name);
    }

    static Stream<Arguments> notMatching() {
        return Stream.of(
                arguments("another id", Filter.builder().ids(BOB)),
                arguments("another author", Filter.builder().authors(BOB)),
                arguments("another kind", Filter.builder().kinds(1)),
                arguments("the kind's low sixteen bits", Filter.builder().kinds(68001 & 0xFFFF)),
                arguments("since a second later", Filter.builder().since(1001)),
                arguments("until a second before", Filter.builder().until(999)),
                arguments("another value", Filter.builder().tag('t', "third")),
                arguments("another letter", Filter.builder().tag('u', "first")),
                arguments("the letter in the other case", Filter.builder().tag('T', "first")),
                arguments("the value in the other case", Filter.builder().tag('t', "First")),
                arguments("the beginning of a value", Filter.builder().tag('t', "fir")),
                arguments("a third element", Filter.builder().tag('t', "not-indexed")),
                arguments("a tag with a longer name", Filter.builder().tag('a', "long name")),
                arguments("a tag without a value", Filter.builder().tag('r', "")),
                arguments("a tag named by a digit", Filter.builder().tag('1', "digit")),
                arguments(
                        "one letter of two", Filter.builder().tag('t', "first").tag('T', "no")),
                arguments("one condition of two", Filter.builder().kinds(68001).authors(BOB)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notMatching")
    void doesNotMatch(String name, Filter.Builder filter) {
        assertFalse(filter.build().matches(EVENT), name);
        assertFalse(filter.build().matchesNothing(), name);
    }

    static Stream<Arguments> contradictory() {
        return Stream.of(
                arguments("no ids", Filter.builder().ids(Set.of())),
                arguments("no authors", Filter.builder().authors(Set.of())),
                arguments("no kinds", Filter.builder().kinds(Set.of())),
                arguments("no values", Filter.builder().tag('t', Set.of())),
                arguments(
                        "no values of one letter of two",
                        Filter.builder().tag('t', "first").tag('x', Set.of())),
                arguments("since after until", Filter.builder().since(1001).until(1000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictory")
    void matchesNothingWhereAListOrTheWindowIsEmpty(String name, Filter.Builder filter) {
        assertFalse(filter.build().matches(EVENT), name);
        assertTrue(filter.build().matchesNothing(), name);
    }

    @Test
    void doesNotFollowChangesOfTheSetItWasMadeOf() {
        Set<Integer> kinds = new HashSet<>(Set.of(1));
        Filter filter = Filter.builder().kinds(kinds).build();

        kinds.add(68001);

        assertFalse(filter.matches(EVENT));
        assertThrows(UnsupportedOperationException.class, () -> filter.tags().put('t', Set.of()));
    }

    @Test
    void keepsTheTagsInTheOrderOfTheText() {
        Filter filter =
                Filter.builder().tag('z', "1").tag('a', "2").tag('m', "3").build();

        assertEquals(List.of('z', 'a', 'm'), List.copyOf(filter.tags().keySet()));
    }

    @Test
    void changesNothingButTheLimit() {
        Filter filter = Filter.builder()
                .kinds(1)
                .tag('t', "x")
                .since(1)
                .until(2)
                .limit(10)
                .build();

        Filter limited = filter.withLimit(5);

        assertEquals(OptionalInt.of(5), limited.limit());
        assertEquals(filter, limited.withLimit(10));
    }
}
