package dev.souk.deploy.transfer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** A file or standard input, unpacked when it is gzip or xz. Read by one thread; any may ask how far it is. */
public final class InputFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

    /** What unpacking xz may take; {@code xz -9} needs 65 MiB. */
    private static final int MAX_XZ_KIB = 100 << 10;

    private final InputStream stream;
    private final OptionalLong size;
    private final AtomicLong position;

    private InputFile(InputStream stream, OptionalLong size, AtomicLong position) {
        this.stream = stream;
        this.size = size;
        this.position = position;
    }

    /**
     * Opens a file.
     *
     * @param name its name, or {@code -} for {@code standardInput}
     */
    public static InputFile open(String name, InputStream standardInput) throws IOException {
        AtomicLong position = new AtomicLong();
        if (name.equals("-")) {
            return new InputFile(unpacked(new Counted(standardInput, position)), OptionalLong.empty(), position);
        }
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(name);
        }
        InputStream raw = Files.newInputStream(path);
        try {
            OptionalLong size = Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty();
            return new InputFile(unpacked(new Counted(raw, position)), size, position);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** What is in it, unpacked. */
    public InputStream stream() {
        return stream;
    }

    /** How many bytes the file has, packed, when that is known. */
    public OptionalLong size() {
        return size;
    }

    /** How many of them have been read. */
    public long position() {
        return position.get();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        buffered.mark(XZ.length);
        byte[] head = buffered.readNBytes(XZ.length);
        buffered.reset();
        if (Arrays.equals(head, XZ)) {
            return new XZInputStream(buffered, MAX_XZ_KIB);
        }
        return head.length > 1 && Arrays.equals(head, 0, 2, GZIP, 0, 2)
                ? new GZIPInputStream(buffered, BUFFER_BYTES)
                : buffered;
    }

    /** Counts what passes. */
    private static final class Counted extends FilterInputStream {
        private final AtomicLong count;

        Counted(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                count.incrementAndGet();
            }
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                count.addAndGet(read);
            }
            return read;
        }
    }
}
