package dev.souk.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTimesTest {
    @Test
    void areReadFromWhatTheKernelWrites() {
        String stat = "77 (odd) name (x) S 1 77 77 0 -1 4194624 120 0 0 0 250 50 0 0 20 0 40 0 5 6 7";
        assertEquals(new ThreadTimes.OneThread("odd) name (x", 3.0), ThreadTimes.parse(stat));
    }

    @ParameterizedTest
    @CsvSource({
        "souk-verify-1, souk-verify",
        "G1 Conc#0, G1 Conc",
        "GC Thread#12, GC Thread",
        "C2 CompilerThre, C2 CompilerThre",
        "C1 CompilerThread0, C1 CompilerThread",
        "netty-io-1-2, netty-io",
        "rocksdb:low3, rocksdb:low",
        "42, 42"
    })
    void belongTogetherWhenOnlyNumbersTellThemApart(String name, String group) {
        assertEquals(group, ThreadTimes.group(name));
    }

    @Test
    void areSummedUpByGroupSinceThen() {
        ThreadTimes before = new ThreadTimes(Map.of(1L, new ThreadTimes.OneThread("verify-1", 2)));
        ThreadTimes after = new ThreadTimes(Map.of(
                1L, new ThreadTimes.OneThread("verify-1", 3),
                2L, new ThreadTimes.OneThread("verify-2", 4),
                3L, new ThreadTimes.OneThread("writer", 9)));
        Map<String, Double> since = after.since(before);
        assertEquals(Map.of("verify", 5.0, "writer", 9.0), since);
        assertEquals(List.of("writer", "verify"), List.copyOf(since.keySet()));
    }
}
