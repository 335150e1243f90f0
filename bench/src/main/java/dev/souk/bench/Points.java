package dev.souk.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a dimension is measured, in rising order, as {@code events=10k,30k,1M}.
 *
 * @param values at least one, all above 0
 */
record Points(Dimension dimension, List<Integer> values) {
    private static final Pattern NUMBER = Pattern.compile("([1-9][0-9]{0,9})([kM]?)");

    Points {
        values = List.copyOf(values);
    }

    /** Reads what stands on a command line. */
    static final class Converter implements ITypeConverter<Points> {
        @Override
        public Points convert(String text) {
            return Points.parse(text);
        }
    }

    /** @throws TypeConversionException when it is not in the form above */
    static Points parse(String text) {
        int equals = text.indexOf('=');
        String word = text.substring(0, Math.max(0, equals));
        Dimension dimension = Arrays.stream(Dimension.values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "points are told as events=10k,100k,1M, or so for subscriptions or connections, not as '" + text
                                + "'"));
        List<Integer> values = new ArrayList<>();
        for (String number : text.substring(equals + 1).split(",", -1)) {
            int value = number(number);
            if (!values.isEmpty() && value <= values.getLast()) {
                throw new TypeConversionException("points must rise: " + number + " comes after " + values.getLast());
            }
            values.add(value);
        }
        return new Points(dimension, values);
    }

    private static int number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("a point is a whole number like 500, 30k or 1M, not '" + text + "'");
        }
        long unit = switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            default -> 1;
        };
        long value = Long.parseLong(matcher.group(1)) * unit;
        if (value > Integer.MAX_VALUE) {
            throw new TypeConversionException("a point is at most " + Integer.MAX_VALUE + ", not " + text);
        }
        return (int) value;
    }

    /**
     * The points of a dimension: those asked for, else its own. Of its own those that so many events do not reach are left
     * out, and the number of events takes their place.
     *
     * @throws IllegalArgumentException when events are asked for that the corpus has not
     */
    static List<Integer> of(Dimension dimension, List<Points> asked, int events) {
        Optional<Points> chosen =
                asked.stream().filter(points -> points.dimension() == dimension).findFirst();
        if (chosen.isPresent()) {
            List<Integer> values = chosen.get().values();
            if (dimension == Dimension.EVENTS && values.getLast() > events) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "the corpus has %,d events, too few for the point %,d", events, values.getLast()));
            }
            return values;
        }
        if (dimension != Dimension.EVENTS) {
            return dimension.points();
        }
        List<Integer> within = new ArrayList<>(
                dimension.points().stream().filter(point -> point <= events).toList());
        if (events > 0
                && !within.contains(events)
                && events < dimension.points().getLast()) {
            within.add(events);
        }
        return within;
    }
}
