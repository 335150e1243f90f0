package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void spellsEveryPrefixAsTheNipsDo() {
        List<String> spelt =
                Arrays.stream(Reason.Prefix.values()).map(Reason.Prefix::wire).toList();

        assertEquals(
                List.of(
                        "duplicate",
                        "pow",
                        "blocked",
                        "rate-limited",
                        "invalid",
                        "restricted",
                        "mute",
                        "error",
                        "auth-required",
                        "closed",
                        "unsupported",
                        "info"),
                spelt);
    }

    @Test
    void spellsPrefixesAlikeInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertEquals("invalid", Reason.Prefix.INVALID.wire());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void isSentWithAColon() {
        assertEquals("rate-limited: slow down", Reason.rateLimited("slow down").toString());
        assertEquals("invalid: bad", Reason.invalid("bad").toString());
        assertEquals("duplicate: known", Reason.duplicate("known").toString());
        assertEquals("blocked: no", Reason.blocked("no").toString());
        assertEquals("error: disk", Reason.error("disk").toString());
        assertEquals("unsupported: search", Reason.unsupported("search").toString());
        assertEquals("restricted: members", Reason.restricted("members").toString());
    }
}
