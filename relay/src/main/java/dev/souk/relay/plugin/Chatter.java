package dev.souk.relay.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the log what a process says on its standard error: so many lines a second, and of each its beginning. */
final class Chatter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Chatter.class);
    private static final int MAX_LINES = 10;
    private static final int MAX_BYTES = 1_000;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InputStream from;
    private long since = System.nanoTime();
    private int lines;
    private long dropped;

    Chatter(InputStream from) {
        this.from = from;
    }

    /** Until the process ends; reads on when nothing more is logged, as the process would wait. */
    @Override
    public void run() {
        Lines all = new Lines(from, MAX_BYTES);
        try {
            for (List<byte[]> some = all.next(); !some.isEmpty(); some = all.next()) {
                some.forEach(this::tell);
            }
        } catch (IOException e) {
            LOG.debug("event=plugin-silent", e);
        }
    }

    private void tell(byte[] line) {
        long now = System.nanoTime();
        if (now - since > WINDOW_NANOS) {
            if (dropped > 0) {
                LOG.warn("event=plugin-says dropped={}", dropped);
            }
            since = now;
            lines = 0;
            dropped = 0;
        }
        if (lines < MAX_LINES) {
            lines++;
            LOG.info(
                    "event=plugin-says text=\"{}\"",
                    Rulings.clean(new String(line, StandardCharsets.UTF_8), MAX_BYTES));
        } else {
            dropped++;
        }
    }
}
