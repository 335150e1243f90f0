package dev.souk.deploy.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the first rejected lines, writes all of them to a file when there is one, and counts them. One thread's. */
public final class RejectionLog {
    /** How many are shown. */
    static final int MAX_SHOWN = 100;

    private final String unit;
    private final Progress progress;
    private final boolean isQuiet;
    private final Optional<Writer> file;
    private final Map<Rejection.Cause, Tally> tallies = new EnumMap<>(Rejection.Cause.class);
    private long total;

    /**
     * @param unit what a line is called
     * @param isQuiet show none
     * @param file where all of them go, one a line; stays the caller's to close
     */
    public RejectionLog(String unit, Progress progress, boolean isQuiet, Optional<Writer> file) {
        this.unit = unit;
        this.progress = progress;
        this.isQuiet = isQuiet;
        this.file = file;
    }

    void add(Rejection rejection) {
        total++;
        tallies.merge(
                rejection.cause(), new Tally(1, List.of(rejection.line())), (all, one) -> all.and(rejection.line()));
        if (!isQuiet && total <= MAX_SHOWN) {
            progress.say(rejection.text(unit));
        }
        if (!isQuiet && total == MAX_SHOWN + 1) {
            progress.say("further rejected " + unit + "s are only counted; --errors FILE keeps them all");
        }
        file.ifPresent(writer -> write(writer, rejection));
    }

    /** How many there were of each sort that occurred. */
    Map<Rejection.Cause, Tally> tallies() {
        return new EnumMap<>(tallies);
    }

    private void write(Writer writer, Rejection rejection) {
        try {
            writer.write(rejection.text(unit) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the list of rejected lines: " + e.getMessage(), e);
        }
    }
}
