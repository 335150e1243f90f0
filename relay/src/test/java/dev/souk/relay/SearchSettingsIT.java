package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.relay.config.SearchConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** NIP-50: what is searched, and for how long. */
class SearchSettingsIT {
    private static final String SEARCH = "{\"search\":\"souk\"}";

    private static SearchConfig of(Set<Integer> kinds, Duration time) {
        SearchConfig from = SearchConfig.DEFAULT;
        return new SearchConfig(
                true,
                from.path(),
                kinds,
                from.maxCharacters(),
                from.maxFilters(),
                from.maxCandidates(),
                time,
                from.bufferBytes());
    }

    private static SearchConfig within(Duration time) {
        return of(SearchConfig.DEFAULT.kinds(), time);
    }

    @Test
    void saysFinishOnlyWhenThereWasTime() {
        try (RelayFixture relay = RelayFixture.start(config -> config.withSearch(within(Duration.ofMinutes(1))))) {
            TestClient client = relay.connect();
            for (int i = 0; i < 20; i++) {
                client.accepted(note("souk " + i).build());
            }
            Eventually.holds("the index has everything", () -> {
                client.stored(SEARCH);
                return relay.meter("souk_search_lag") == 0;
            });
            assertEquals("[\"EOSE\",\"eose\",[\"finish\"]]", client.eose(SEARCH));
            relay.set(config -> config.withSearch(within(Duration.ofNanos(1))));
            assertEquals("[\"EOSE\",\"eose\"]", client.eose(SEARCH));
        }
    }

    @Test
    void soManyFiltersThatSearchAreOpenOnOneConnection() {
        int max = SearchConfig.DEFAULT.maxFilters();
        try (RelayFixture relay = RelayFixture.start(config -> config.withSearch(within(Duration.ofMinutes(1))))) {
            TestClient client = relay.connect();
            for (int i = 0; i < max; i++) {
                client.subscribe("s" + i, SEARCH);
            }
            String refusal = client.req("one-more", SEARCH).next();
            assertTrue(refusal.startsWith("[\"CLOSED\",\"one-more\",\"rate-limited: "), refusal);
            client.subscribe("s0", SEARCH);
            client.subscribe("plain", "{\"kinds\":[7]}");
            client.send("[\"CLOSE\",\"s1\"]");
            client.subscribe("one-more", SEARCH);
        }
    }

    @Test
    void theOperatorSaysWhichKindsAreSearched() {
        try (RelayFixture relay =
                RelayFixture.start(config -> config.withSearch(of(Set.of(7), Duration.ofMinutes(1))))) {
            TestClient client = relay.connect();
            Event reaction = ofKind(7).content("souk").build();
            client.accepted(note("souk").build(), reaction);
            assertEquals(List.of(reaction), client.stored(SEARCH));
        }
    }
}
