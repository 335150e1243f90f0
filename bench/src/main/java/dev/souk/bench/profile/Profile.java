package dev.souk.bench.profile;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was recorded of one stretch of work.
 *
 * @param name of the recording
 * @param seconds from its start to its end
 * @param threads seconds of CPU by group of threads, most first
 * @param recording the file that JFR wrote
 */
public record Profile(String name, double seconds, Map<String, Double> threads, Path recording) {
    public Profile {
        threads = Collections.unmodifiableMap(new LinkedHashMap<>(threads));
    }
}
