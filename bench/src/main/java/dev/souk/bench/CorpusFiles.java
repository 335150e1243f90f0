package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of several corpora, one file after another, as they are needed, and remembers an even sample of those
 * that were read: each has the same chance. Owned by one thread.
 */
final class CorpusFiles implements AutoCloseable {
    private static final int SAMPLE = 5_000;

    private final Iterator<Path> left;
    private final Random random = new Random(1);
    private final List<byte[]> sample = new ArrayList<>();
    private @Nullable BufferedReader open;
    private int taken;

    CorpusFiles(List<Path> files) {
        this.left = List.copyOf(files).iterator();
    }

    /** How many events files have together. */
    static int count(List<Path> files) throws IOException {
        long count = 0;
        for (Path file : files) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
                count += lines.count();
            }
        }
        return Math.toIntExact(count);
    }

    /** The next events as JSON; fewer at the end. */
    List<byte[]> next(int count) throws IOException {
        List<byte[]> events = new ArrayList<>();
        String line = events.size() < count ? line() : null;
        while (line != null) {
            byte[] event = line.getBytes(StandardCharsets.UTF_8);
            events.add(event);
            remember(event);
            line = events.size() < count ? line() : null;
        }
        return events;
    }

    private @Nullable String line() throws IOException {
        String line = open == null ? null : open.readLine();
        while (line == null && left.hasNext()) {
            close();
            open = Files.newBufferedReader(left.next(), StandardCharsets.UTF_8);
            line = open.readLine();
        }
        return line;
    }

    private void remember(byte[] event) {
        taken++;
        if (sample.size() < SAMPLE) {
            sample.add(event);
            return;
        }
        int place = random.nextInt(taken);
        if (place < SAMPLE) {
            sample.set(place, event);
        }
    }

    /** How many were read so far. */
    int taken() {
        return taken;
    }

    /** Some of those that were read. */
    List<Event> sample() {
        return sample.stream().map(EventReader::read).toList();
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
