package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileLimitsTest {
    private static final String LIMITS = "Limit                     Soft Limit           Hard Limit           Units\n"
            + "Max processes             94132                94132                processes\n"
            + "Max open files            1024                 524288               files\n";

    @Test
    void areReadAsTheKernelWritesThem() {
        assertEquals(1_024, FileLimits.openFiles(LIMITS));
        assertEquals(Long.MAX_VALUE, FileLimits.openFiles("Max open files   unlimited   unlimited   files"));
        assertEquals(28_232, FileLimits.ports("32768\t60999\n"));
    }

    @Test
    void areThereForThisProcess() throws IOException {
        FileLimits limits = FileLimits.of(ProcessHandle.current().pid());
        assertTrue(limits.openFiles() > 0);
        assertTrue(limits.ports() > 0);
    }

    @Test
    void nameTheCommandThatRaisesThem() {
        String refusal = new FileLimits(1_024, 28_232).refusal("souk", 1_000).orElseThrow();
        assertTrue(refusal.contains("souk may have 1,024"), refusal);
        assertTrue(refusal.contains("ulimit -n 1500"), refusal);
    }

    @Test
    void countPortsToo() {
        String refusal = new FileLimits(100_000, 28_232).refusal("souk", 30_000).orElseThrow();
        assertTrue(refusal.contains("net.ipv4.ip_local_port_range"), refusal);
    }

    @Test
    void letPassWhatHasRoom() {
        assertEquals(Optional.empty(), new FileLimits(1_500, 28_232).refusal("souk", 1_000));
    }
}
