package dev.souk.bench.profile;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records this very JVM, asked from outside as any other. */
class ProfilerIT {
    private static final long BUSY_NANOS = 1_500_000_000L;

    @TempDir
    private Path folder = Path.of("");

    /** Busy on a thread of its own: what it computes is of no use. */
    private static final class Burner extends Thread {
        private long sum;

        private Burner() {
            super("burner-7");
        }

        @Override
        public void run() {
            long end = System.nanoTime() + BUSY_NANOS;
            while (System.nanoTime() < end) {
                sum += burn();
            }
        }

        private static long burn() {
            long[] garbage = new long[50_000];
            for (int i = 1; i < garbage.length; i++) {
                garbage[i] = garbage[i - 1] * 31 + i;
            }
            return garbage[garbage.length - 1];
        }
    }

    private Profile recorded() throws IOException, InterruptedException {
        Profiler profiler = Profiler.attach(ProcessHandle.current().pid(), folder);
        profiler.start("burning");
        Burner burner = new Burner();
        burner.start();
        burner.join(BUSY_NANOS / 2_000_000);
        Profile profile = profiler.stop();
        burner.join();
        assertTrue(burner.sum != 0);
        return profile;
    }

    @Test
    void tellsWhatAThreadDidForEachPieceOfWork() throws IOException, InterruptedException {
        Profile profile = recorded();
        String report = ProfileReport.of(profile, new Work(10, "event"));
        assertTrue(Files.size(folder.resolve("burning.jfr")) > 0);
        assertTrue(
                profile.threads().containsKey("burner"), () -> profile.threads().toString());
        assertTrue(report.contains("10 events in "), report);
        assertTrue(report.contains("| threads | us of CPU/event | share |"), report);
        assertTrue(report.contains("$Burner.burn |"), report);
        assertTrue(report.contains("long[]"), report);
        assertTrue(report.contains("GC: "), report);
    }

    @Test
    void tellsTheCpuOfAThreadAsTheKernelCountsIt() throws IOException, InterruptedException {
        Profile profile = recorded();
        Profile twoSeconds = new Profile("x", 2, Map.of("writer", 1.5, "verify", 0.5), profile.recording());
        String report = ProfileReport.of(twoSeconds, new Work(1_000, "REQ"));
        assertTrue(report.contains("| writer | 1,500.000 | 75.0 % |"), report);
        assertTrue(report.contains("| all | 2,000.000 | 100.0 % |"), report);
    }

    @Test
    void refusesWhatIsNoJvmByItsName() throws IOException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            NoJvmException refusal = assertThrows(NoJvmException.class, () -> Profiler.attach(sleeper.pid(), folder));
            assertTrue(refusal.toString().contains("sleep"), refusal::toString);
            assertTrue(refusal.toString().contains(Long.toString(sleeper.pid())), refusal::toString);
        } finally {
            sleeper.destroyForcibly();
        }
    }
}
