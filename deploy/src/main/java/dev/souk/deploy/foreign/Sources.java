package dev.souk.deploy.foreign;

import dev.souk.deploy.transfer.InputFile;
import dev.souk.deploy.transfer.LineReader;
import dev.souk.deploy.transfer.Source;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import org.tukaani.xz.XZIOException;

/** Opens whatever an import is given, by what it is and not by what it is called. */
public final class Sources {
    private static final int BUFFER_BYTES = 1 << 16;

    private Sources() {}

    /**
     * Opens a file.
     *
     * @param name its name, or {@code -} for {@code standardInput}
     * @param maxBytes the longest event that is kept
     * @throws UnreadableException when it is something that is not read
     */
    public static Source open(String name, InputStream standardInput, int maxBytes) throws IOException {
        if (!name.equals("-") && isSqlite(Path.of(name))) {
            return SqliteEvents.open(Path.of(name), maxBytes);
        }
        try {
            return unpacked(InputFile.open(name, standardInput), name, maxBytes);
        } catch (EOFException | ZipException | XZIOException e) {
            String why = Optional.ofNullable(e.getMessage()).orElse("it breaks off");
            throw new UnreadableException(title(name) + " cannot be unpacked: " + why, e);
        }
    }

    private static Source unpacked(InputFile file, String name, int maxBytes) throws IOException {
        try {
            return source(file, name, maxBytes);
        } catch (IOException | UnreadableException e) {
            file.close();
            throw e;
        }
    }

    private static String title(String name) {
        return name.equals("-") ? "standard input" : name;
    }

    private static boolean isSqlite(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Format.of(in.readNBytes(Format.HEAD_BYTES)) == Format.SQLITE;
        }
    }

    private static Source source(InputFile file, String name, int maxBytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file.stream(), BUFFER_BYTES);
        in.mark(Format.HEAD_BYTES);
        Format format = Format.of(in.readNBytes(Format.HEAD_BYTES));
        in.reset();
        return switch (format) {
            case LINES -> new FileSource(file, new LineReader(in, maxBytes), Optional::empty);
            case ARRAY -> new FileSource(file, new JsonArray(in, maxBytes), Optional::empty);
            case POSTGRES -> {
                PostgresDump dump = new PostgresDump(in, maxBytes);
                yield new FileSource(file, dump, dump::remark);
            }
            case SQLITE ->
                throw new UnreadableException(
                        title(name) + " holds a database of SQLite, which must be an unpacked file with a name");
            case POSTGRES_PACKED, LMDB, ZSTD, BZIP2, ZIP, UTF_16 ->
                throw new UnreadableException(title(name) + " " + format.instead());
        };
    }
}
