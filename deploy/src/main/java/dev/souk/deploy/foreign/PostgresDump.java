package dev.souk.deploy.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.souk.deploy.transfer.Line;
import dev.souk.deploy.transfer.LineReader;
import dev.souk.deploy.transfer.Lines;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events in a plain dump of PostgreSQL, as {@code pg_dump} makes of the database of nostream (table events) and of that
 * of nostr-rs-relay (table event). Rows that their relay had marked as deleted are left out. Owned by one thread.
 */
final class PostgresDump implements Lines {
    private static final Pattern COPY =
            Pattern.compile("COPY (?:\"?\\w+\"?\\.)?\"?(events?)\"? \\(([^)]*)\\) FROM stdin;");
    private static final String END = "\\.";

    private final LineReader lines;
    private Optional<EventRow> table = Optional.empty();
    private boolean isFound;
    private long deleted;

    /** @param maxBytes the longest event that is kept; a dump may write each of its bytes as two */
    PostgresDump(InputStream in, int maxBytes) {
        this.lines = new LineReader(in, maxBytes * 2);
    }

    @Override
    public Optional<Line> next() throws IOException {
        for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            Optional<Line> event = table.isPresent() ? row(line.get(), table.get()) : Optional.empty();
            if (event.isPresent()) {
                return event;
            }
            if (table.isEmpty()) {
                table = header(line.get());
                isFound |= table.isPresent();
            }
        }
        if (table.isPresent()) {
            throw new EOFException("the dump breaks off within its events");
        }
        if (!isFound) {
            throw new IOException("the dump has no COPY of a table events (nostream) or event (nostr-rs-relay);"
                    + " one made with --inserts is not read");
        }
        return Optional.empty();
    }

    /** What was left out. */
    Optional<String> remark() {
        return deleted == 0
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "left out %,d rows marked as deleted", deleted));
    }

    private static Optional<EventRow> header(Line line) {
        Matcher matcher = COPY.matcher(new String(line.bytes(), UTF_8));
        return matcher.matches()
                ? EventRow.of(Arrays.stream(matcher.group(2).split(","))
                        .map(name -> name.strip().replace("\"", ""))
                        .toList())
                : Optional.empty();
    }

    private Optional<Line> row(Line line, EventRow columns) {
        if (line.isTooLong()) {
            return Optional.of(line);
        }
        if (Arrays.equals(line.bytes(), END.getBytes(UTF_8))) {
            table = Optional.empty();
            return Optional.empty();
        }
        List<Optional<byte[]>> fields = fields(line.bytes());
        if (columns.isDeleted(fields)) {
            deleted++;
            return Optional.empty();
        }
        return Optional.of(new Line(line.number(), columns.json(fields), false));
    }

    private static List<Optional<byte[]>> fields(byte[] row) {
        List<Optional<byte[]>> fields = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= row.length; i++) {
            if (i == row.length || row[i] == '\t') {
                boolean isNull = i - from == 2 && row[from] == '\\' && row[from + 1] == 'N';
                fields.add(isNull ? Optional.empty() : Optional.of(PostgresText.unescaped(row, from, i)));
                from = i + 1;
            }
        }
        return fields;
    }
}
