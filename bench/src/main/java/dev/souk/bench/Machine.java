package dev.souk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that measures, in words. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException {
        return line("/proc/cpuinfo", "model name") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, "
                + line("/proc/meminfo", "MemTotal") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", client on Java "
                + System.getProperty("java.version");
    }

    private static String line(String file, String field) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown " + field;
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(field))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown " + field);
        }
    }
}
