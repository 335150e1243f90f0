package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a corpus of jobs holds.
 *
 * @param events how many lines
 * @param requests how many of them ask for a job
 * @param jobs ids of requests, spread over the corpus
 * @param types names of types of work, as the HTTP API takes them
 */
record MarketSample(long events, long requests, List<String> jobs, List<String> types) {
    private static final int EVERY = 50;
    private static final int MAX_JOBS = 100_000;

    static MarketSample of(Path corpus) throws IOException {
        long events = 0;
        long requests = 0;
        List<String> jobs = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(corpus, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events++;
                if (isRequest(line) && requests++ % EVERY == 0 && jobs.size() < MAX_JOBS) {
                    Event event = EventReader.read(line.getBytes(StandardCharsets.UTF_8));
                    jobs.add(event.id().hex());
                }
            }
        }
        return new MarketSample(events, requests, jobs, MarketStory.types());
    }

    /** Told without parsing: only the events of the corpus itself are read. */
    private static boolean isRequest(String line) {
        int kind = line.indexOf("\"kind\":") + "\"kind\":".length();
        return line.startsWith("68001,", kind) || (line.charAt(kind) == '5' && line.charAt(kind + 4) == ',');
    }
}
