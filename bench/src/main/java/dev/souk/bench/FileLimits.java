package dev.souk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How many connections the system lets a process have.
 *
 * @param openFiles the soft limit of open files (ulimit -n)
 * @param ports how many ports connections of a client may have
 */
record FileLimits(long openFiles, long ports) {
    private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final String OPEN_FILES = "Max open files";

    /** Files, logs, jars and libraries that are open beside the connections, and connections that are still closing. */
    private static final int RESERVE = 500;

    /** Those of a process; without limits where the system does not tell. */
    static FileLimits of(long pid) throws IOException {
        Path limits = Path.of("/proc/" + pid + "/limits");
        long files = Files.isReadable(limits) ? openFiles(Files.readString(limits)) : Long.MAX_VALUE;
        // The kernel gives a setting in one read or not at all; readString would take a single byte first.
        long ports = Files.isReadable(PORTS) ? ports(Files.readAllLines(PORTS).getFirst()) : Long.MAX_VALUE;
        return new FileLimits(files, ports);
    }

    /** From what stands in {@code /proc/<pid>/limits}. */
    static long openFiles(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+", -1)[0])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** From the first and the last port. */
    static long ports(String range) {
        String[] ends = range.strip().split("\\s+", -1);
        return Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
    }

    /** Why a process cannot have so many connections, and what to do; nothing when it can. */
    Optional<String> refusal(String process, int connections) {
        long needed = connections + (long) RESERVE;
        if (openFiles < needed) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%,d connections need %,d open files, and %s may have %,d: raise the limit with 'ulimit -n %d',"
                            + " or choose fewer --points",
                    connections,
                    needed,
                    process,
                    openFiles,
                    needed));
        }
        if (ports < needed) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%,d connections from one address need %,d ports, and the system gives %,d: widen the range with"
                            + " 'sysctl net.ipv4.ip_local_port_range', or choose fewer --points",
                    connections,
                    needed,
                    ports));
        }
        return Optional.empty();
    }
}
