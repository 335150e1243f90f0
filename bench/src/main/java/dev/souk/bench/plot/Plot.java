package dev.souk.bench.plot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One figure over sizes, a line for each of those compared.
 *
 * @param title what is measured
 * @param size what grows, with its unit
 * @param figure what the lines show, with its unit
 * @param isLogarithmic whether the figure is told by its magnitude too, as sizes always are
 * @param lines figures by size, by the name of the line; what is not positive has no magnitude and is left out
 */
public record Plot(
        String title,
        String size,
        String figure,
        boolean isLogarithmic,
        Map<String, SortedMap<Integer, Double>> lines) {
    public Plot {
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }

    /** The sizes and figures of a line, as far as they can be drawn. */
    Line line(String name) {
        List<Double> sizes = new ArrayList<>();
        List<Double> figures = new ArrayList<>();
        lines.getOrDefault(name, Collections.emptySortedMap()).forEach((size, figure) -> {
            if (figure > 0 || !isLogarithmic && figure == 0) {
                sizes.add(size.doubleValue());
                figures.add(figure);
            }
        });
        return new Line(sizes, figures);
    }

    /** As many sizes as figures. */
    record Line(List<Double> sizes, List<Double> figures) {
        Line {
            sizes = List.copyOf(sizes);
            figures = List.copyOf(figures);
        }
    }
}
