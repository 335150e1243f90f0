package dev.souk.relay.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders of checkpoints. */
final class Folders {
    private Folders() {}

    /** Deletes the folder with all that is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            // What was there a moment ago is gone.
            throw Objects.requireNonNull(e.getCause());
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
