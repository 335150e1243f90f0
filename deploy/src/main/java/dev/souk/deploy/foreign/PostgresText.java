package dev.souk.deploy.foreign;

import java.io.ByteArrayOutputStream;

/** The text format of PostgreSQL's COPY: a row a line, fields apart by tabs, {@code \} before what would be misread. */
final class PostgresText {
    private PostgresText() {}

    /** One field, as it was before it was escaped. */
    static byte[] unescaped(byte[] field, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (field[i] != '\\' || i + 1 == to) {
                out.write(field[i]);
            } else {
                i++;
                out.write(meant(field[i]));
            }
        }
        return out.toByteArray();
    }

    /** The letters that COPY TO writes; the octal and hexadecimal forms are read by COPY FROM only. */
    private static int meant(byte escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> escaped;
        };
    }
}
