package dev.souk.deploy.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a file is, told by its first bytes. */
enum Format {
    /** An event a line, as nearly everybody writes them. */
    LINES(""),
    ARRAY(""),
    SQLITE(""),
    POSTGRES(""),
    POSTGRES_PACKED("is a packed dump of PostgreSQL: pg_restore --file=- FILE | souk import -"),
    LMDB("is a database of LMDB, such as strfry's: let strfry read it, with `strfry export | souk import -`"),
    ZSTD("is packed by zstd: zstd -dc FILE | souk import -"),
    BZIP2("is packed by bzip2: bzip2 -dc FILE, and import what comes out"),
    ZIP("is a zip archive: unpack it first"),
    UTF_16("is text in UTF-16; events are UTF-8");

    /** How much of a file {@link #of} wants to see. */
    static final int HEAD_BYTES = 4096;

    private record Magic(Format format, int at, int... bytes) {
        private boolean begins(byte[] head) {
            for (int i = 0; i < bytes.length; i++) {
                if (head.length <= at + i || (head[at + i] & 0xff) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Magic> MAGIC = List.of(
            new Magic(SQLITE, 0, 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0),
            new Magic(POSTGRES_PACKED, 0, 'P', 'G', 'D', 'M', 'P'),
            new Magic(LMDB, 16, 0xde, 0xc0, 0xef, 0xbe),
            new Magic(ZSTD, 0, 0x28, 0xb5, 0x2f, 0xfd),
            new Magic(BZIP2, 0, 'B', 'Z', 'h'),
            new Magic(ZIP, 0, 'P', 'K', 3, 4),
            new Magic(UTF_16, 0, 0xff, 0xfe),
            new Magic(UTF_16, 0, 0xfe, 0xff));
    private static final Pattern ARRAY_HEAD = Pattern.compile("\\s*\\[\\s*(\\{|\\]|$).*", Pattern.DOTALL);
    private static final Pattern POSTGRES_HEAD =
            Pattern.compile(".*-- PostgreSQL database dump.*|\\s*COPY .*", Pattern.DOTALL);

    private final String instead;

    Format(String instead) {
        this.instead = instead;
    }

    /** The format of what begins with {@code head}. */
    static Format of(byte[] head) {
        Optional<Format> binary = MAGIC.stream()
                .filter(magic -> magic.begins(head))
                .map(Magic::format)
                .findFirst();
        String text = new String(Arrays.copyOf(head, Math.min(head.length, HEAD_BYTES)), ISO_8859_1);
        if (binary.isPresent()) {
            return binary.get();
        }
        if (ARRAY_HEAD.matcher(text).matches()) {
            return ARRAY;
        }
        return !text.stripLeading().startsWith("{")
                        && POSTGRES_HEAD.matcher(text).matches()
                ? POSTGRES
                : LINES;
    }

    /** What is to be done with it instead; empty when it is read. */
    String instead() {
        return instead;
    }
}
