package dev.souk.bench.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU that each thread of a process has used so far, user and system, in the kernel's ticks of 10 ms (proc(5)): native
 * threads and those of the JIT and the GC are among them.
 */
record ThreadTimes(Map<Long, OneThread> threads) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final Pattern NUMBER = Pattern.compile("([-#:_ ]*\\d+)+$");

    /** One thread. Its name is the kernel's, of at most 15 characters. */
    record OneThread(String name, double seconds) {}

    ThreadTimes {
        threads = Map.copyOf(threads);
    }

    /** Those of a process now. */
    static ThreadTimes of(long pid) throws IOException {
        List<Path> tasks;
        try (Stream<Path> folder = Files.list(Path.of("/proc/" + pid + "/task"))) {
            tasks = folder.toList();
        } catch (UncheckedIOException e) {
            throw new IOException("process " + pid + " ended while its threads were listed", e);
        }
        Map<Long, OneThread> threads = new HashMap<>();
        for (Path task : tasks) {
            read(task).ifPresent(thread -> threads.put(Long.parseLong(task.getFileName() + ""), thread));
        }
        return new ThreadTimes(threads);
    }

    /** Nothing when the thread has ended since it was listed. */
    private static Optional<OneThread> read(Path task) {
        try {
            return Optional.of(parse(Files.readString(task.resolve("stat"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The name stands in parentheses and may hold some itself. */
    static OneThread parse(String stat) {
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ", -1);
        double ticks = (double) Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return new OneThread(stat.substring(stat.indexOf('(') + 1, end), ticks / TICKS_PER_SECOND);
    }

    /** What threads of a sort have in common: the name without the numbers at its end. */
    static String group(String name) {
        String group = NUMBER.matcher(name).replaceFirst("");
        return group.isEmpty() ? name : group;
    }

    /** Seconds that each group has used since then, most first. What threads used that ended meanwhile is lost. */
    Map<String, Double> since(ThreadTimes before) {
        Map<String, Double> groups = new HashMap<>();
        threads.forEach((id, thread) -> {
            OneThread then = before.threads.get(id);
            double used = thread.seconds() - (then == null ? 0 : then.seconds());
            groups.merge(group(thread.name()), used, Double::sum);
        });
        Map<String, Double> sorted = new LinkedHashMap<>();
        groups.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
