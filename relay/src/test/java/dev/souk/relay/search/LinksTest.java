package dev.souk.relay.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://example.com/a?b=c#d now|see   now",
                "wss://relay.example.com|' '",
                "(http://a.b)|'( '",
                "https://a.bですね|' ですね'",
                "http://a http://b|'   '",
                "nostr:npub1abc said NOSTR:nevent1xyz|'  said  '",
                "nostr: no link|nostr: no link",
                "nostr:abc|nostr:abc",
                "12:30 and a:b|12:30 and a:b",
                "://nothing|://nothing",
                "\"https://a.b\"|'\" \"'"
            })
    void takesLinksOut(String text, String expected) {
        assertEquals(expected, Links.removedFrom(text));
    }

    @Test
    void leavesATextWithoutAColonAsItIs() {
        String text = "no link";

        assertSame(text, Links.removedFrom(text));
    }

    @Test
    void isLinear() {
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            Links.removedFrom(":".repeat(100_000));
            Links.removedFrom("a://".repeat(50_000));
            Links.removedFrom("nostr:".repeat(50_000));
            Links.removedFrom("nostr:n1 ".repeat(50_000));
        });
    }
}
