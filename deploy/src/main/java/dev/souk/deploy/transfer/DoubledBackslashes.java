package dev.souk.deploy.transfer;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Lines of JSON in which every {@code \\} is doubled: what psql's {@code \\copy} makes of them, by which events were got out
 * of nostream before it had an export. Whether it was undone rightly, the id says.
 */
final class DoubledBackslashes {
    private DoubledBackslashes() {}

    /** The line with one for each two; nothing when there is none, or one that stands alone. */
    static Optional<byte[]> undone(byte[] line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length);
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\\') {
                i++;
                if (i == line.length || line[i] != '\\') {
                    return Optional.empty();
                }
            }
            out.write(line[i]);
        }
        return out.size() == line.length ? Optional.empty() : Optional.of(out.toByteArray());
    }
}
