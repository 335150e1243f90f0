package dev.souk.bench.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlateTest {
    private static final Plot PUBLISH = plot("publish", "events/s", false, Map.of(10_000, 900.0, 200_000, 700.0));
    private static final String BLUE = "rgb(0,114,178)";
    private static final String VERMILION = "rgb(213,94,0)";

    @BeforeAll
    static void hasNoScreen() {
        System.setProperty("java.awt.headless", "true");
        assertTrue(GraphicsEnvironment.isHeadless());
    }

    private static Plot plot(String title, String figure, boolean isLogarithmic, Map<Integer, Double> ours) {
        return new Plot(
                title,
                "events published",
                figure,
                isLogarithmic,
                Map.of("souk", new TreeMap<>(ours), "other", new TreeMap<>(Map.of(10_000, 300.0, 200_000, 100.0))));
    }

    private static Element parsed(String svg) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
        return builder.parse(new InputSource(new StringReader(svg))).getDocumentElement();
    }

    private static String text(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        assertEquals(1, found.getLength(), name);
        return found.item(0).getTextContent();
    }

    @Test
    void isAnSvgThatSaysWhatItShows() throws Exception {
        Element root = parsed(new Plate("Growth by events", List.of(PUBLISH)).svg());
        assertEquals("svg", root.getTagName());
        assertEquals("Growth by events", text(root, "title"));
        String description = text(root, "desc");
        assertTrue(description.contains("publish: events/s over events published."), description);
        assertTrue(description.contains("souk: {10000=900.0, 200000=700.0}"), description);
    }

    @Test
    void drawsALineForEachRelayOnAGroundOfItsOwn() throws IOException {
        String svg = new Plate("Growth", List.of(PUBLISH)).svg();
        assertTrue(svg.contains("stroke:" + BLUE), svg);
        assertTrue(svg.contains("stroke:" + VERMILION), svg);
        assertTrue(svg.contains("<rect"), svg);
        assertTrue(svg.contains("fill:white"), svg);
    }

    @Test
    void leavesOutWhatHasNoMagnitude() throws IOException {
        Plot delivery = plot("live", "p99 ms", true, Map.of(10_000, 0.0, 100_000, 2.0));
        assertEquals(List.of(100_000.0), delivery.line("souk").sizes());
        assertTrue(new Plate("Growth", List.of(delivery)).svg().contains(BLUE));
    }

    @Test
    void showsPlotsThatHaveNothingYet() throws IOException {
        Plot empty = new Plot("live", "events published", "p99 ms", true, Map.of("souk", new TreeMap<>()));
        assertTrue(new Plate("Growth", List.of(empty, empty, empty)).svg().contains("</svg"));
    }

    @Test
    void setsTwoPlotsSideBySide() {
        assertEquals(
                2 * new Plate("", List.of(PUBLISH)).size().width,
                new Plate("", List.of(PUBLISH, PUBLISH)).size().width);
        assertEquals(
                2 * new Plate("", List.of(PUBLISH)).size().height,
                new Plate("", List.of(PUBLISH, PUBLISH, PUBLISH)).size().height);
    }

    @Test
    void reachesFromDecadeToDecade() {
        Plot delivery = plot("live", "p99 ms", true, Map.of(10_000, 20.0, 100_000, 100.0));
        assertEquals(new Axes(10_000, 1_000_000, 10, 1_000, true), Axes.of(delivery));
        Plot one = new Plot("live", "events", "p99 ms", true, Map.of("a", new TreeMap<>(Map.of(100, 10.0))));
        assertEquals(new Axes(100, 1_000, 10, 100, true), Axes.of(one));
        Plot rate =
                new Plot("publish", "events", "events/s", false, Map.of("a", new TreeMap<>(Map.of(10, 5.0, 100, 8.0))));
        assertEquals(new Axes(10, 100, 0, 8 * 1.1, false), Axes.of(rate));
    }

    @Test
    void tellsNumbersShortly() {
        assertEquals("30 k", Axes.shown(30_000));
        assertEquals("1.5 M", Axes.shown(1_500_000));
        assertEquals("0.01", Axes.shown(0.01));
        assertEquals("0", Axes.shown(0));
        assertEquals("100", Axes.shown(100));
    }
}
