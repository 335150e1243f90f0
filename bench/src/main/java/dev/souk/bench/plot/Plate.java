package dev.souk.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Plots side by side in one SVG file. It brings its own white ground, so that it can be read on a light and on a dark page,
 * and tells lines apart by marks as well as by colour. Letters are drawn as outlines, the same on every machine; what they
 * say is in the file's description, too. Needs no screen, but a font: a JDK without any tells so.
 */
public final class Plate {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int COLUMNS = 2;
    private static final int WIDTH = 460;
    private static final int HEIGHT = 300;
    private static final Color INK = new Color(0x24292F);
    private static final Color RULE = new Color(0xD0D7DE);

    /** Blue and vermilion of Okabe and Ito's palette, which colour-blind readers can tell apart too, and two more. */
    private static final Color[] COLORS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private static final Marker[] MARKS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP
    };

    private final String title;
    private final List<Plot> plots;

    /** @param title what all plots are about */
    public Plate(String title, List<Plot> plots) {
        this.title = title;
        this.plots = List.copyOf(plots);
    }

    /** Draws it to a file. */
    public void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    /** The whole file. */
    String svg() throws IOException {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment("");
        // A tenth of a pixel is exact enough, and halves the file.
        context.setPrecision(1);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        Dimension size = size();
        graphics.setSVGCanvasSize(size);
        paint(graphics);
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + size.width + " " + size.height);
        root.setAttribute("role", "img");
        root.insertBefore(text(document, "desc", description()), root.getFirstChild());
        root.insertBefore(text(document, "title", title), root.getFirstChild());
        StringWriter svg = new StringWriter();
        graphics.stream(root, svg, true, false);
        return svg.toString();
    }

    /** The room it takes, in pixels. */
    Dimension size() {
        int rows = Math.max(1, (plots.size() + COLUMNS - 1) / COLUMNS);
        return new Dimension(Math.clamp(plots.size(), 1, COLUMNS) * WIDTH, rows * HEIGHT);
    }

    /** Draws it on anything. */
    void paint(Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, size().width, size().height);
        AffineTransform origin = graphics.getTransform();
        for (int i = 0; i < plots.size(); i++) {
            graphics.translate(i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT);
            chart(plots.get(i)).paint(graphics, WIDTH, HEIGHT);
            graphics.setTransform(origin);
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML documents", e);
        }
    }

    private static Element text(Document document, String name, String text) {
        Element element = document.createElementNS(SVG, name);
        element.setTextContent(text);
        return element;
    }

    private String description() {
        StringBuilder description = new StringBuilder();
        for (Plot plot : plots) {
            description.append(
                    String.format(Locale.ROOT, "%s: %s over %s.%n", plot.title(), plot.figure(), plot.size()));
            plot.lines()
                    .forEach((name, values) ->
                            description.append(name).append(": ").append(values).append('\n'));
        }
        return description.toString();
    }

    private static XYChart chart(Plot plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.size())
                .yAxisTitle(plot.figure())
                .build();
        style(chart.getStyler());
        Axes.of(plot).applyTo(chart);
        int number = 0;
        for (String name : plot.lines().keySet()) {
            Plot.Line line = plot.line(name);
            if (!line.sizes().isEmpty()) {
                XYSeries series = chart.addSeries(name, line.sizes(), line.figures());
                series.setMarker(MARKS[number % MARKS.length]);
                series.setMarkerColor(COLORS[number % COLORS.length]);
                series.setLineColor(COLORS[number % COLORS.length]);
                series.setLineStyle(new BasicStroke(2));
            }
            number++;
        }
        return chart;
    }

    private static void style(XYStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setLegendBackgroundColor(Color.WHITE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setPlotBorderColor(RULE);
        styler.setPlotGridLinesColor(RULE);
        styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setMarkerSize(7);
    }
}
