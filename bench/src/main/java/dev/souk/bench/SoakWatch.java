package dev.souk.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Looks at a relay's memory, threads, files and queues every few seconds while it soaks. Owned by one thread. */
final class SoakWatch {
    private static final int STEP_SECONDS = 5;
    private static final double MB = 1e6;

    /** What it takes up at one moment. */
    private record Sample(
            int second,
            double residentMb,
            double heapLiveMb,
            double directMb,
            double threads,
            double files,
            double lag) {}

    private final Relay relay;
    private final MetricsPage page;
    private final List<Sample> samples = new ArrayList<>();
    private boolean wasUnhealthy;

    SoakWatch(Relay relay, MetricsPage page) {
        this.relay = relay;
        this.page = page;
    }

    /** Looks until a time. */
    void run(SoakLoad load, long endNanos) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - endNanos < 0) {
            TimeUnit.SECONDS.sleep(STEP_SECONDS);
            Sample sample = look((int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            samples.add(sample);
            System.err.printf(
                    "%4d s: %,d accepted, RSS %.0f MB, heap after GC %.0f MB, market lag %.0f%n",
                    sample.second(), load.accepted(), sample.residentMb(), sample.heapLiveMb(), sample.lag());
        }
    }

    private Sample look(int second) throws IOException, InterruptedException {
        Map<String, Double> meters = page.read();
        wasUnhealthy |= value(meters, "souk_healthy") < 1;
        return new Sample(
                second,
                relay.figures().residentBytes() / MB,
                value(meters, "jvm_gc_live_data_size_bytes") / MB,
                value(meters, "jvm_buffer_memory_used_bytes{id=\"direct\"}") / MB,
                value(meters, "jvm_threads_live_threads"),
                value(meters, "process_files_open_files"),
                value(meters, "souk_market_lag"));
    }

    private static double value(Map<String, Double> meters, String name) {
        return meters.getOrDefault(name, 0.0);
    }

    /** Whether it ever said that something is wrong. */
    boolean wasUnhealthy() {
        return wasUnhealthy;
    }

    /** By how much resident memory is larger in the last quarter than in the one before, as a share: the first ones fill caches. */
    double residentGrowth() {
        int quarter = samples.size() / 4;
        return mean(samples.subList(3 * quarter, 4 * quarter), Sample::residentMb)
                        / mean(samples.subList(2 * quarter, 3 * quarter), Sample::residentMb)
                - 1;
    }

    private static double mean(List<Sample> of, ToDoubleFunction<Sample> figure) {
        return of.stream().mapToDouble(figure).average().orElse(0);
    }

    List<Measured> figures() {
        int quarter = samples.size() / 4;
        List<Measured> figures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<Sample> part = samples.subList(i * quarter, (i + 1) * quarter);
            String name = "soak memory, quarter " + (i + 1);
            figures.add(Measured.of(name, "RSS MB", mean(part, Sample::residentMb)));
            figures.add(Measured.of(name, "heap after GC MB", mean(part, Sample::heapLiveMb)));
            figures.add(Measured.of(name, "direct MB", mean(part, Sample::directMb)));
            figures.add(Measured.of(name, "threads", mean(part, Sample::threads)));
            figures.add(Measured.of(name, "files", mean(part, Sample::files)));
            figures.add(Measured.of(name, "market lag", mean(part, Sample::lag)));
        }
        figures.add(Measured.of("soak memory", "RSS growth in the last quarter, %", 100 * residentGrowth()));
        return figures;
    }
}
