package dev.souk.deploy.transfer;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalLong;

/** A line every few seconds. */
final class LineProgress implements Progress {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String task;
    private final OptionalLong total;
    private final InstantSource clock;
    private final PrintWriter out;
    private final Instant start;
    private Instant last;

    LineProgress(String task, OptionalLong total, InstantSource clock, PrintWriter out) {
        this.task = task;
        this.total = total;
        this.clock = clock;
        this.out = out;
        this.start = clock.instant();
        this.last = start;
    }

    @Override
    public void advance(long done, long events) {
        Instant now = clock.instant();
        if (Duration.between(last, now).compareTo(PAUSE) >= 0) {
            last = now;
            say(report(done, events, Math.max(1, Duration.between(start, now).toMillis())));
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
        long all = total.orElse(0);
        if (all == 0 || done == 0) {
            return rate;
        }
        long left = Math.max(0, all - done) * millis / done / 1000;
        return rate + String.format(Locale.ROOT, ", %d %%, %,d s left", done * 100 / all, left);
    }
}
