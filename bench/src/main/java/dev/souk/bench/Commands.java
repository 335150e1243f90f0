package dev.souk.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Command lines of others, for {@code sh}, with {@code {port}}, {@code {data}} and {@code {corpus}} in them. */
final class Commands {
    private Commands() {}

    /** Puts the values in. The command replaces the shell, so that signals and figures are the relay's. */
    static ProcessBuilder of(String command, int port, Path data, Path corpus) {
        String line = command.replace("{port}", Integer.toString(port))
                .replace("{data}", data.toAbsolutePath().toString())
                .replace("{corpus}", corpus.toAbsolutePath().toString());
        return new ProcessBuilder("sh", "-c", "exec " + line);
    }

    /**
     * What a command took.
     *
     * @param cpuSeconds by itself and by all it waited for
     */
    record Took(double seconds, double cpuSeconds) {}

    /**
     * Runs a command to its end.
     *
     * @throws IOException when it ends with anything but 0
     */
    static Took run(ProcessBuilder command, File output, File log) throws IOException, InterruptedException {
        double cpu = ProcessFigures.ofThisProcess().endedChildrenSeconds();
        long start = System.nanoTime();
        Process process = command.redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        int status = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (status != 0) {
            throw new IOException("ended with " + status + ", see " + log + ": " + command.command());
        }
        return new Took(seconds, ProcessFigures.ofThisProcess().endedChildrenSeconds() - cpu);
    }

    /** The bytes that a folder takes on the disk, holes not counted. */
    static long diskBytes(Path folder) throws IOException {
        Process du = new ProcessBuilder("du", "-sk", folder.toString()).start();
        String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(answer.substring(0, answer.indexOf('\t'))) << 10;
    }
}
