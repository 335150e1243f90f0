package dev.souk.deploy.transfer;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells somebody who waits how far it is. Owned by one thread. */
public interface Progress extends AutoCloseable {
    /**
     * How far it is.
     *
     * @param done of the total, in the unit the progress was made for
     * @param events events so far
     */
    void advance(long done, long events);

    /** Writes a line without disturbing what is shown. */
    void say(String line);

    @Override
    void close();

    /**
     * A bar with rate and time left, on a terminal.
     *
     * @param total how much there is to do, when that is known
     * @param unit what is counted, and how many of it are shown as one
     */
    static Progress bar(String task, OptionalLong total, String unit, long unitSize, PrintStream terminal) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total.orElse(-1))
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .showSpeed()
                .build();
        return new Progress() {
            @Override
            public void advance(long done, long events) {
                bar.stepTo(done);
                bar.setExtraMessage(String.format(Locale.ROOT, " %,d events", events));
            }

            @Override
            public void say(String line) {
                // Carriage return and "erase line" (ECMA-48 EL): the bar is drawn again below.
                terminal.print("\r\u001b[2K" + line + "\n");
                terminal.flush();
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** A line every few seconds, where no terminal is. */
    static Progress lines(String task, OptionalLong total, InstantSource clock, PrintWriter out) {
        return new Progress() {
            private static final Duration PAUSE = Duration.ofSeconds(5);

            private final Instant start = clock.instant();
            private Instant last = start;

            @Override
            public void advance(long done, long events) {
                Instant now = clock.instant();
                if (Duration.between(last, now).compareTo(PAUSE) >= 0) {
                    last = now;
                    say(report(
                            done,
                            events,
                            Math.max(1, Duration.between(start, now).toMillis())));
                }
            }

            @Override
            public void say(String line) {
                out.println(line);
                out.flush();
            }

            @Override
            public void close() {
                out.flush();
            }

            private String report(long done, long events, long millis) {
                String rate = String.format(Locale.ROOT, "%s: %,d events, %,d/s", task, events, events * 1000 / millis);
                if (total.isEmpty() || done == 0) {
                    return rate;
                }
                long left = Math.max(0, total.getAsLong() - done) * millis / done / 1000;
                return rate + String.format(Locale.ROOT, ", %d %%, %,d s left", done * 100 / total.getAsLong(), left);
            }
        };
    }

    /** Says nothing of how far it is. */
    static Progress none(PrintWriter out) {
        return new Progress() {
            @Override
            public void advance(long done, long events) {}

            @Override
            public void say(String line) {
                out.println(line);
                out.flush();
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }
}
