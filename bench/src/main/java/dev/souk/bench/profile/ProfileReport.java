package dev.souk.bench.profile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** A profile in words, for a page in Markdown. Owned by one thread. */
public final class ProfileReport {
    private static final int THREADS = 5;
    private static final int FRAMES = 8;
    private static final int CLASSES = 5;
    private static final int WAITERS = 5;
    private static final double LEAST_SHARE = 0.01;

    private final Profile profile;
    private final Work work;
    private final Map<String, Tally> byCpu = new TreeMap<>();
    private final Map<String, Tally> byClock = new TreeMap<>();
    private final Set<Long> allocators = new HashSet<>();
    private final Tally allocated = new Tally();
    private final Tally blocked = new Tally();
    private final Map<String, Tally> parked = new TreeMap<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Duration longestPause = Duration.ZERO;

    private ProfileReport(Profile profile, Work work) {
        this.profile = profile;
        this.work = work;
    }

    /** Reads the recording and tells what it shows. */
    public static String of(Profile profile, Work work) throws IOException {
        ProfileReport report = new ProfileReport(profile, work);
        try (RecordingFile events = new RecordingFile(profile.recording())) {
            while (events.hasMoreEvents()) {
                report.read(events.readEvent());
            }
        }
        return report.text();
    }

    private void read(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample" ->
                sample(byCpu, event, event.getThread("eventThread"), event.getDuration("samplingPeriod"));
            case "jdk.ExecutionSample" ->
                sample(byClock, event, event.getThread("sampledThread"), Duration.ofMillis(20));
            case "jdk.NativeMethodSample" -> {
                if (!Frames.isWaiting(event.getStackTrace())) {
                    sample(byClock, event, event.getThread("sampledThread"), Duration.ofMillis(20));
                }
            }
            case "jdk.ObjectAllocationSample" -> allocation(event);
            case "jdk.GarbageCollection" -> {
                pauses.add(event.getDuration("sumOfPauses"));
                Duration longest = event.getDuration("longestPause");
                longestPause = longest.compareTo(longestPause) > 0 ? longest : longestPause;
            }
            case "jdk.JavaMonitorEnter" -> wait(blocked, event);
            case "jdk.ThreadPark" ->
                wait(parked.computeIfAbsent(group(event.getThread()), fresh -> new Tally()), event);
            default -> {}
        }
    }

    private static void sample(
            Map<String, Tally> samples, RecordedEvent event, @Nullable RecordedThread thread, Duration worth) {
        if (thread != null && thread.getJavaName() != null) {
            samples.computeIfAbsent(ThreadTimes.group(thread.getJavaName()), fresh -> new Tally())
                    .add(Frames.of(event.getStackTrace()), seconds(worth));
        }
    }

    /** A thread's first sample stands for all that it had allocated before, too, so it does not count. */
    private void allocation(RecordedEvent event) {
        RecordedThread thread = event.getThread();
        if (thread != null && !allocators.add(thread.getId())) {
            allocated.add(type(event.getClass("objectClass").getName()), (double) event.getLong("weight"));
        }
    }

    private static String group(@Nullable RecordedThread thread) {
        return thread == null || thread.getJavaName() == null ? "?" : ThreadTimes.group(thread.getJavaName());
    }

    /** What waits inside of the JDK alone is its own affair. */
    private static void wait(Tally waits, RecordedEvent event) {
        Frames.outsideJdk(event.getStackTrace())
                .ifPresent(frame -> waits.add(group(event.getThread()) + " in " + frame, seconds(event.getDuration())));
    }

    /** JFR names arrays as class files do. */
    private static String type(String name) {
        int dimensions = name.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            return Frames.withoutAddress(name);
        }
        String element = switch (name.charAt(dimensions)) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            default -> name.substring(dimensions + 1, name.length() - 1);
        };
        return element + "[]".repeat(dimensions);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private String text() {
        Formatter text = new Formatter(Locale.ROOT);
        text.format("%,d %s in %.1f s.%n%n", work.count(), work.plural(), profile.seconds());
        cpu(text);
        Map<String, Tally> samples = byCpu.isEmpty() ? byClock : byCpu;
        List<String> busiest = busiest(samples);
        frames(text, samples, busiest);
        allocation(text);
        collections(text);
        waits(text, "Blocked on monitors for 1 ms and more", blocked);
        Tally parks = new Tally();
        for (String threads : busiest) {
            parked.getOrDefault(threads, new Tally())
                    .top(WAITERS)
                    .forEach(park -> parks.add(park.name(), park.amount()));
        }
        waits(text, "Parked for 10 ms and more, waiting for work included, of these threads", parks);
        return text.toString();
    }

    private static List<String> busiest(Map<String, Tally> samples) {
        Tally threads = new Tally();
        samples.forEach((name, frames) -> threads.add(name, frames.sum()));
        return threads.top(THREADS).stream()
                .filter(entry -> entry.share() >= LEAST_SHARE)
                .map(Tally.Entry::name)
                .toList();
    }

    private void cpu(Formatter text) {
        double sum = profile.threads().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        text.format("| threads | us of CPU/%s | share |%n| --- | ---: | ---: |%n", work.unit());
        profile.threads().forEach((threads, seconds) -> {
            if (seconds > sum * LEAST_SHARE) {
                cpuRow(text, threads, seconds, sum);
            }
        });
        cpuRow(text, "all", sum, sum);
        text.format("%n");
    }

    private void cpuRow(Formatter text, String threads, double seconds, double sum) {
        text.format(
                "| %s | %,.3f | %.1f %% |%n",
                threads, seconds * 1e6 / work.count(), sum == 0 ? 0 : 100 * seconds / sum);
    }

    private void frames(Formatter text, Map<String, Tally> samples, List<String> busiest) {
        text.format(
                "Innermost frames of ours and of libraries, %s:%n%n| threads | frame | share |%n| --- | --- | ---: |%n",
                byCpu.isEmpty() ? "sampled by the clock" : "sampled by CPU time");
        for (String threads : busiest) {
            for (Tally.Entry frame : samples.getOrDefault(threads, new Tally()).top(FRAMES)) {
                if (frame.share() >= LEAST_SHARE) {
                    text.format("| %s | %s | %.1f %% |%n", threads, frame.name(), 100 * frame.share());
                }
            }
        }
        text.format("%n");
    }

    private void allocation(Formatter text) {
        text.format("Allocated, estimated: %,.0f bytes/%s", allocated.sum() / work.count(), work.unit());
        String separator = "; ";
        for (Tally.Entry type : allocated.top(CLASSES)) {
            text.format("%s%s %.1f %%", separator, type.name(), 100 * type.share());
            separator = ", ";
        }
        text.format(".%n%n");
    }

    private void collections(Formatter text) {
        double sum = pauses.stream().mapToDouble(ProfileReport::seconds).sum();
        text.format(
                "GC: %,d collections, pauses of %,.1f ms together (%.2f %% of the time), the longest %.1f ms.%n%n",
                pauses.size(), sum * 1e3, 100 * sum / profile.seconds(), seconds(longestPause) * 1e3);
    }

    private void waits(Formatter text, String what, Tally waits) {
        if (waits.sum() < profile.seconds() * LEAST_SHARE) {
            return;
        }
        text.format("%s: ", what);
        String separator = "";
        for (Tally.Entry wait : waits.top(WAITERS)) {
            if (wait.share() >= LEAST_SHARE) {
                text.format("%s%s %.2f s", separator, wait.name(), wait.amount());
                separator = ", ";
            }
        }
        text.format(".%n%n");
    }
}
