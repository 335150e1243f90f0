package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PointsTest {
    @Test
    void areReadWithUnits() {
        assertEquals(new Points(Dimension.EVENTS, List.of(500, 30_000, 1_000_000)), Points.parse("events=500,30k,1M"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10k",
                "=10k",
                "clients=10",
                "events=",
                "events=0",
                "events=-5",
                "events=1,,2",
                "events=1.5k",
                "events=1G",
                "events=10k,10k",
                "events=20k,10k",
                "events=3000M",
                "events=99999999999"
            })
    void areRefusedWhenTheyAreNotRisingWholeNumbersOfADimension(String text) {
        assertThrows(TypeConversionException.class, () -> Points.parse(text));
    }

    @Test
    void endWithWhatTheCorpusHas() {
        assertEquals(List.of(10_000, 30_000, 100_000, 200_000), Points.of(Dimension.EVENTS, List.of(), 200_000));
        assertEquals(List.of(10_000, 30_000), Points.of(Dimension.EVENTS, List.of(), 30_000));
        assertEquals(
                5_000_000, Points.of(Dimension.EVENTS, List.of(), 9_000_000).getLast());
    }

    @Test
    void areThoseAskedForOfTheirDimensionOnly() {
        List<Points> asked = List.of(Points.parse("connections=7,9"));
        assertEquals(List.of(7, 9), Points.of(Dimension.CONNECTIONS, asked, 50));
        assertEquals(Dimension.SUBSCRIPTIONS.points(), Points.of(Dimension.SUBSCRIPTIONS, asked, 50));
    }

    @Test
    void mayNotAskForMoreEventsThanThereAre() {
        List<Points> asked = List.of(Points.parse("events=10,51"));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Points.of(Dimension.EVENTS, asked, 50));
        assertTrue(refusal.toString().contains("the corpus has 50 events"), refusal::toString);
    }
}
