package dev.souk.deploy.client;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job's status (kind 30383) as text for people. What the event says may be anybody's words: nothing in it can move the
 * cursor, and what is missing is left out.
 */
public final class JobReport {
    private static final int MAX_CHARS = 120;
    private static final int SHORT_ID = 16;

    private final Event event;
    private final StringBuilder text = new StringBuilder();

    private JobReport(Event event) {
        this.event = event;
    }

    /** The whole text, many lines. */
    public static String of(Event status) {
        return new JobReport(status).write();
    }

    /** True when no more offers are welcome: the job has come to its end. */
    public static boolean isClosed(Event status) {
        return status.firstValue("l").filter("closed"::equals).isPresent();
    }

    private String write() {
        line("job", value("d"));
        line("asks for", kindOfWork());
        line("status", status());
        line("proved by", proof());
        line("customer", person("customer"));
        line("bid", bid());
        line("asked", value("asked_at").map(JobReport::time));
        line("deadline", value("expires_at").map(JobReport::time));
        tags("blocked_by").forEach(tag -> line("waits for", Optional.of(element(tag, 1))));
        line("flags", flags());
        line("offers", value("offers_total"));
        List<Tag> offers = tags("offer").toList();
        if (!offers.isEmpty()) {
            text.append(row("provider", "work", "asked sat", "verified sat", "claimed sat", "verdict", "after", ""));
            offers.forEach(this::offer);
        }
        line("told by", Optional.of(event.pubkey().hex() + ", " + time(Long.toString(event.createdAt()))));
        return text.toString();
    }

    private void line(String name, Optional<String> value) {
        value.filter(known -> !known.isEmpty())
                .ifPresent(known -> text.append(String.format(Locale.ROOT, "%-11s %s%n", name, known)));
    }

    private Optional<String> kindOfWork() {
        String type = value("j").map(j -> j + " ").orElse("");
        return value("k")
                .map(kind ->
                        type + "(kind " + kind + ", dialect " + value("dialect").orElse("unknown") + ")");
    }

    private Optional<String> status() {
        return value("s")
                .map(status -> status
                        + value("o").map(before -> ", was " + before).orElse("")
                        + value("l").map(open -> "; " + open + " to offers").orElse(""));
    }

    private Optional<String> proof() {
        return first("proof").map(tag -> {
            String proof = element(tag, 2);
            return element(tag, 1) + (proof.isEmpty() ? ", by the clock" : ", event " + proof);
        });
    }

    private Optional<String> person(String role) {
        return tags("p").filter(tag -> element(tag, 3).equals(role)).findFirst().map(tag -> element(tag, 1));
    }

    private Optional<String> bid() {
        return first("bid").map(tag -> {
            String most = element(tag, 4);
            return sats(element(tag, 1)) + " sat"
                    + (most.isEmpty() ? "" : ", at most " + sats(most) + " sat")
                    + " (read as " + element(tag, 3) + ")";
        });
    }

    private Optional<String> flags() {
        return first("flags").map(tag -> {
            List<String> words = new ArrayList<>();
            for (int i = 1; i < Math.min(tag.elements().size(), 20); i++) {
                words.add(element(tag, i));
            }
            return String.join(", ", words);
        });
    }

    /** The elements stand in the order that {@code JobStatusEvent} tells. */
    private void offer(Tag tag) {
        String provider = element(tag, 1);
        String shown = provider.length() > SHORT_ID ? provider.substring(0, SHORT_ID) + "…" : provider;
        text.append(row(
                shown,
                element(tag, 2),
                sats(element(tag, 3)),
                sats(element(tag, 5)),
                sats(element(tag, 9)),
                element(tag, 6),
                seconds(element(tag, 8)),
                element(tag, 10)));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-17s %-10s %14s %14s %14s  %-9s %8s  %s", cells)
                        .stripTrailing()
                + System.lineSeparator();
    }

    private Stream<Tag> tags(String name) {
        return event.tags().stream().filter(tag -> tag.name().equals(name));
    }

    private Optional<Tag> first(String name) {
        return tags(name).findFirst();
    }

    private Optional<String> value(String name) {
        return first(name).map(tag -> element(tag, 1));
    }

    private static String element(Tag tag, int index) {
        return index < tag.elements().size() ? clean(tag.elements().get(index)) : "";
    }

    /** Without what terminals act upon or what turns the direction of writing, and not too long. */
    public static String clean(String words) {
        StringBuilder shown = new StringBuilder();
        words.codePoints().limit(MAX_CHARS).forEach(point -> shown.appendCodePoint(isHarmless(point) ? point : '?'));
        return shown.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Millisatoshis as satoshis; what is no number stays as it is. */
    private static String sats(String msat) {
        if (!msat.matches("[0-9]{1,18}")) {
            return msat;
        }
        long amount = Long.parseLong(msat);
        String whole = String.format(Locale.ROOT, "%,d", amount / 1_000);
        return amount % 1_000 == 0 ? whole : whole + String.format(Locale.ROOT, ".%03d", amount % 1_000);
    }

    private static String seconds(String millis) {
        return millis.matches("[0-9]{1,18}")
                ? String.format(Locale.ROOT, "%.1f s", Long.parseLong(millis) / 1_000.0)
                : millis;
    }

    /** Unix seconds as a date; what is none stays as it is. */
    static String time(String seconds) {
        try {
            return seconds.matches("[0-9]{1,12}")
                    ? Instant.ofEpochSecond(Long.parseLong(seconds)).toString()
                    : seconds;
        } catch (DateTimeException e) {
            return seconds;
        }
    }
}
