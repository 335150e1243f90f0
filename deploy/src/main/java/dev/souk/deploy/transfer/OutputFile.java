package dev.souk.deploy.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file or standard output. A file is written beside its place and moved there when it is finished, so that half of one
 * is never taken for a whole one. Owned by one thread.
 */
public final class OutputFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    /** The file's place and where it is written; nothing for standard output. */
    private record Place(Path target, Path part) {}

    private final OutputStream stream;
    private final Optional<Place> place;

    private OutputFile(OutputStream stream, Optional<Place> place) {
        this.stream = stream;
        this.place = place;
    }

    /**
     * Opens a file.
     *
     * @param name its name, gzipped when it ends with {@code .gz}, or {@code -} for {@code standardOutput}
     */
    public static OutputFile open(String name, OutputStream standardOutput) throws IOException {
        if (name.equals("-")) {
            return new OutputFile(new BufferedOutputStream(standardOutput, BUFFER_BYTES), Optional.empty());
        }
        Path target = Path.of(name);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        OutputStream raw = Files.newOutputStream(part);
        OutputStream packed = name.endsWith(".gz") ? new GZIPOutputStream(raw, BUFFER_BYTES) : raw;
        return new OutputFile(new BufferedOutputStream(packed, BUFFER_BYTES), Optional.of(new Place(target, part)));
    }

    public OutputStream stream() {
        return stream;
    }

    /** Says that all is written: the file appears at its place. */
    public void finish() throws IOException {
        stream.flush();
        if (place.isPresent()) {
            stream.close();
            Files.move(place.get().part(), place.get().target(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes a file that was not finished; standard output stays open. */
    @Override
    public void close() throws IOException {
        if (place.isPresent()) {
            stream.close();
            Files.deleteIfExists(place.get().part());
        }
    }
}
