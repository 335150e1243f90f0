package dev.souk.relay.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionRuleTest {
    @Test
    void aRuleSaysWhichKindsWhoseAndHowLong() {
        RetentionRule rule = RetentionRule.parse("age=90d kinds=1,6-7 authors=others");
        assertTrue(rule.isAbout(1) && rule.isAbout(6) && rule.isAbout(7));
        assertFalse(rule.isAbout(5));
        assertEquals(RetentionRule.Authors.OTHERS, rule.authors());
        assertEquals(Duration.ofDays(90), rule.age());
        assertEquals("kinds=1,6-7 authors=others age=90d", rule.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"age=1d", "kinds=0-65535 age=36h", "authors=members age=90m"})
    void isWrittenAsItIsRead(String text) {
        assertEquals(text, RetentionRule.parse(text).toString());
    }

    @Test
    void withoutKindsAndAuthorsItIsAboutAll() {
        RetentionRule rule = RetentionRule.parse("age=1d");
        assertTrue(rule.isAbout(0) && rule.isAbout(Integer.MAX_VALUE));
        assertEquals(RetentionRule.Authors.ALL, rule.authors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kinds=1",
                "age=0d",
                "age=-1d",
                "age=1y",
                "age=1d age=2d",
                "age=9999999999d",
                "kinds= age=1d",
                "kinds=7-1 age=1d",
                "kinds=1;2 age=1d",
                "authors=friends age=1d",
                "kind=1 age=1d",
                "1 age=1d"
            })
    void refusesWhatIsNoRule(String text) {
        assertThrows(IllegalArgumentException.class, () -> RetentionRule.parse(text));
    }

    @Test
    void theLongestThatAKindIsKeptIsKnownWhenEveryAuthorsEventsHaveToGo() {
        RetentionConfig config =
                rules("kinds=1 authors=members age=90d", "kinds=1 age=30d", "kinds=7 authors=others age=1d");
        assertEquals(Optional.of(Duration.ofDays(90)), config.longest(1));
        assertEquals(Optional.empty(), config.longest(7));
        assertEquals(Optional.empty(), config.longest(8));
        assertEquals(Optional.empty(), rules("age=1d").longest(3));
    }

    private static RetentionConfig rules(String... texts) {
        RetentionConfig from = RetentionConfig.DEFAULT;
        return new RetentionConfig(
                Arrays.stream(texts).map(RetentionRule::parse).toList(),
                0,
                from.exemptAuthors(),
                from.exemptKinds(),
                from.interval(),
                from.maxPerSecond());
    }
}
