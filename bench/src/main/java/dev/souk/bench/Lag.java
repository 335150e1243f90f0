package dev.souk.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * How far the marketplace is behind the store, asked every second on a thread of its own, until it is closed. Thread-safe.
 */
final class Lag implements AutoCloseable {
    private static final String GAUGE = "souk_market_lag";
    private static final long STEP_MILLIS = 1_000;
    private static final int FIRST_PAGE_STEPS = 600;

    private final MetricsPage page;
    private final Thread thread = new Thread(this::sample, "lag");
    private volatile boolean isClosed;
    private volatile double max;

    /** @param port where the relay shows its metrics */
    Lag(int port) {
        this.page = MetricsPage.at(port);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The worst that was seen. */
    double max() {
        return max;
    }

    /** Now. */
    double ask() throws IOException, InterruptedException {
        return page.read().getOrDefault(GAUGE, 0.0);
    }

    /** Waits until there is some, as the gauge says nothing before the first page went through; for a minute at most. */
    void awaitSome() throws IOException, InterruptedException {
        for (int i = 0; i < FIRST_PAGE_STEPS && ask() == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS / 10);
        }
    }

    /** Waits until there is none. Seconds from {@code startNanos} to then. */
    double secondsToNone(long startNanos) throws IOException, InterruptedException {
        while (ask() > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private void sample() {
        try {
            while (!isClosed) {
                double lag = ask();
                max = Math.max(max, lag);
                System.err.printf("lag %,.0f%n", lag);
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            }
        } catch (IOException e) {
            System.err.println("the lag is not known any longer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        page.close();
    }
}
