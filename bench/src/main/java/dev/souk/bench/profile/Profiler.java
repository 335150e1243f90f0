package dev.souk.bench.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Records another JVM with JFR, one recording after another, and reads its threads' CPU before and after each. Starts and
 * stops through the {@code jcmd} of the Java it runs on itself. The recordings stay in a folder. Owned by one thread.
 */
public final class Profiler {
    private static final String SETTINGS = "profile.jfc";
    private static final int PATIENCE_SECONDS = 60;

    private final long pid;
    private final Path folder;
    private String name = "";
    private ThreadTimes before = new ThreadTimes(Map.of());
    private long start;

    private Profiler(long pid, Path folder) {
        this.pid = pid;
        this.folder = folder;
    }

    /**
     * A profiler of this process, which puts its recordings into this folder.
     *
     * @throws NoJvmException when the process is no JVM that answers, or when there is no jcmd
     */
    public static Profiler attach(long pid, Path folder) throws IOException, InterruptedException {
        Profiler profiler = new Profiler(pid, folder.toAbsolutePath());
        profiler.checkJvm();
        Files.createDirectories(profiler.folder);
        try (InputStream settings = Objects.requireNonNull(Profiler.class.getResourceAsStream(SETTINGS))) {
            Files.copy(settings, profiler.folder.resolve(SETTINGS), StandardCopyOption.REPLACE_EXISTING);
        }
        return profiler;
    }

    /** Asks for nothing but the version: a program that does not know the question would be ended by the signal for it. */
    private void checkJvm() throws IOException, InterruptedException {
        String program = ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .orElseThrow(() -> new NoJvmException("cannot profile process " + pid + ": it is not there"));
        if (!Path.of(program).endsWith("java")) {
            throw new NoJvmException("cannot profile process " + pid + ": JFR records Java, and this is " + program);
        }
        jcmd("VM.version");
    }

    /** Begins a recording. */
    public void start(String recording) throws IOException, InterruptedException {
        name = recording;
        jcmd("JFR.start", "name=" + name, "settings=" + folder.resolve(SETTINGS));
        before = ThreadTimes.of(pid);
        start = System.nanoTime();
    }

    /** Ends the recording, and keeps it as {@code <name>.jfr}. */
    public Profile stop() throws IOException, InterruptedException {
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> threads = ThreadTimes.of(pid).since(before);
        Path file = folder.resolve(name + ".jfr");
        jcmd("JFR.stop", "name=" + name, "filename=" + file);
        return new Profile(name, seconds, threads, file);
    }

    private void jcmd(String... command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new NoJvmException("profiling needs a JDK, not only a JRE: there is no " + jcmd);
        }
        List<String> line = new ArrayList<>(List.of(jcmd.toString(), Long.toString(pid)));
        line.addAll(List.of(command));
        Path output = Files.createTempFile("souk-bench", ".jcmd");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean hasEnded = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!hasEnded) {
                process.destroyForcibly();
            }
            String answer = Files.readString(output, StandardCharsets.UTF_8)
                    .replaceAll("\\s+", " ")
                    .strip();
            if (!hasEnded || process.exitValue() != 0 || answer.contains("Could not")) {
                throw new NoJvmException("cannot profile process " + pid + ": " + command[0] + " of " + jcmd
                        + (hasEnded ? " says: " + answer : " does not answer"));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
