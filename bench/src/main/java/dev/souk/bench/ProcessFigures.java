package dev.souk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the kernel counts for a process and those it started (proc(5)): CPU in steps of 10 ms, and memory. What children
 * that ended have used is counted with their parent.
 */
record ProcessFigures(long pid) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CHILDREN_UTIME = 13;
    private static final int CHILDREN_STIME = 14;

    static ProcessFigures ofThisProcess() {
        return new ProcessFigures(ProcessHandle.current().pid());
    }

    /** CPU used so far, user and system, by all threads. */
    double cpuSeconds() throws IOException {
        double sum = 0;
        for (long member : family().toArray()) {
            sum += ticks(member, UTIME) + ticks(member, STIME);
            sum += ticks(member, CHILDREN_UTIME) + ticks(member, CHILDREN_STIME);
        }
        return sum / TICKS_PER_SECOND;
    }

    /** CPU used by children that ended and were waited for. */
    double endedChildrenSeconds() throws IOException {
        return (ticks(pid, CHILDREN_UTIME) + ticks(pid, CHILDREN_STIME)) / TICKS_PER_SECOND;
    }

    /** CPU used by this process alone. */
    double ownSeconds() throws IOException {
        return (ticks(pid, UTIME) + ticks(pid, STIME)) / TICKS_PER_SECOND;
    }

    private LongStream family() {
        Stream<ProcessHandle> children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        return LongStream.concat(LongStream.of(pid), children.mapToLong(ProcessHandle::pid));
    }

    private static long ticks(long member, int field) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + member + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[field]);
    }

    /** Memory now. */
    long residentBytes() throws IOException {
        return memory("VmRSS:");
    }

    /** The sum of the most memory that each has used. */
    long peakResidentBytes() throws IOException {
        return memory("VmHWM:");
    }

    private long memory(String field) throws IOException {
        long sum = 0;
        for (long member : family().toArray()) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + member + "/status"))) {
                sum += lines.filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                        .sum();
            }
        }
        return sum;
    }
}
