package dev.souk.deploy.transfer;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.OptionalLong;

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
        return new BarProgress(task, total, unit, unitSize, terminal);
    }

    /** A line every few seconds, where no terminal is. */
    static Progress lines(String task, OptionalLong total, InstantSource clock, PrintWriter out) {
        return new LineProgress(task, total, clock, out);
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
