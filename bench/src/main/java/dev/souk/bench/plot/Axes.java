package dev.souk.bench.plot;

import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/**
 * From where to where a plot reaches: sizes, and figures told by their magnitude, in whole decades, so that each end has
 * its number; other figures from 0.
 */
record Axes(double leastSize, double mostSize, double leastFigure, double mostFigure, boolean isLogarithmic) {
    private static final double HEADROOM = 1.1;

    static Axes of(Plot plot) {
        DoubleSummaryStatistics sizes = new DoubleSummaryStatistics();
        DoubleSummaryStatistics figures = new DoubleSummaryStatistics();
        for (String name : plot.lines().keySet()) {
            plot.line(name).sizes().forEach(sizes::accept);
            plot.line(name).figures().forEach(figures::accept);
        }
        if (sizes.getCount() == 0) {
            return new Axes(1, 10, plot.isLogarithmic() ? 1 : 0, 10, plot.isLogarithmic());
        }
        double leastSize = decadeBelow(sizes.getMin());
        double mostSize = decadeAbove(sizes.getMax(), leastSize);
        double most = figures.getMax();
        if (!plot.isLogarithmic()) {
            return new Axes(leastSize, mostSize, 0, most == 0 ? 1 : most * HEADROOM, false);
        }
        double least = decadeBelow(figures.getMin());
        return new Axes(leastSize, mostSize, least, decadeAbove(most, least), true);
    }

    private static double decadeBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    /** Not the one where the axis begins. */
    private static double decadeAbove(double value, double begin) {
        return Math.max(Math.pow(10, Math.ceil(Math.log10(value))), begin * 10);
    }

    void applyTo(XYChart chart) {
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(isLogarithmic);
        chart.getStyler().setXAxisMin(leastSize);
        chart.getStyler().setXAxisMax(mostSize);
        chart.getStyler().setYAxisMin(leastFigure);
        chart.getStyler().setYAxisMax(mostFigure);
        chart.setCustomXAxisTickLabelsFormatter(Axes::shown);
        chart.setCustomYAxisTickLabelsFormatter(Axes::shown);
    }

    /** A number as short as it can be told: 30 k, 1.5 M. */
    static String shown(double value) {
        if (value >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        return value >= 1e3 ? plain(value / 1e3) + " k" : plain(value);
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
