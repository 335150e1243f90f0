package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void aSwapOfNeighboursIsOneEdit() {
        assertEquals(1, Nearest.distance("prot", "port"));
    }

    @Test
    void countsInsertionsDeletionsAndSubstitutions() {
        assertEquals(0, Nearest.distance("port", "port"));
        assertEquals(1, Nearest.distance("port", "ports"));
        assertEquals(1, Nearest.distance("port", "pot"));
        assertEquals(1, Nearest.distance("port", "part"));
        assertEquals(4, Nearest.distance("", "port"));
    }

    @Test
    void findsTheMostSimilarWord() {
        assertEquals("max_limit", Nearest.to("max_limits", List.of("max_filters", "max_limit", "default_limit")));
    }

    @Test
    void keysOfThatNameInAnotherSectionComeFirst() {
        assertEquals("server.port", new Sections().nearest("limits.port"));
    }
}
