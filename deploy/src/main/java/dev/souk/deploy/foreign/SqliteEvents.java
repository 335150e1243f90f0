package dev.souk.deploy.foreign;

import dev.souk.deploy.transfer.Line;
import dev.souk.deploy.transfer.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events in a database of nostr-rs-relay, any version of its schema so far (1 to 18): column {@code content} of table
 * {@code event} holds each as JSON. Rows that are hidden, as their relay had deleted them, are left out. The file is not
 * written to.
 *
 * <p>The rows come in the order of their row ids, one at a time, within one read transaction. What is longer than an event
 * may be is not fetched. Read by one thread.
 */
final class SqliteEvents implements Source {
    private static final Unit UNIT = new Unit("row", " rows", 1);

    private final SqliteFile file;
    private final ResultSet rows;
    private final OptionalLong size;
    private final AtomicLong row = new AtomicLong();
    private long last = Long.MIN_VALUE;
    private long hidden;

    private SqliteEvents(SqliteFile file, ResultSet rows, OptionalLong size) {
        this.file = file;
        this.rows = rows;
        this.size = size;
    }

    /**
     * Opens a database.
     *
     * @param maxBytes the longest event that is fetched
     * @throws UnreadableException when it is none of nostr-rs-relay, or cannot be read at all
     */
    static SqliteEvents open(Path path, int maxBytes) {
        SqliteFile file = SqliteFile.open(path);
        try {
            Connection connection = file.connection();
            String hidden = EventTable.check(connection, path) ? "hidden" : "0";
            OptionalLong size = last(connection);
            PreparedStatement select = connection.prepareStatement("SELECT rowid, " + hidden
                    + ", CASE WHEN octet_length(content) <= ? THEN content END, octet_length(content) > ?"
                    + " FROM main.event NOT INDEXED");
            select.setInt(1, maxBytes);
            select.setInt(2, maxBytes);
            return new SqliteEvents(file, select.executeQuery(), size);
        } catch (SQLException e) {
            file.close();
            throw new UnreadableException(path + ": " + SqliteFile.explained(e), e);
        } catch (UnreadableException e) {
            file.close();
            throw e;
        }
    }

    private static OptionalLong last(Connection connection) throws SQLException {
        try (PreparedStatement max = connection.prepareStatement("SELECT max(rowid) FROM main.event");
                ResultSet found = max.executeQuery()) {
            long last = found.next() ? found.getLong(1) : 0;
            return last > 0 ? OptionalLong.of(last) : OptionalLong.empty();
        }
    }

    @Override
    public Optional<Line> next() throws IOException {
        try {
            while (rows.next()) {
                long number = rows.getLong(1);
                if (number <= last) {
                    throw new IOException("row " + number + " comes after row " + last + ": the database is damaged");
                }
                last = number;
                row.set(number);
                if (rows.getInt(2) == 0) {
                    byte[] content = rows.getBytes(3);
                    boolean isTooLong = rows.getBoolean(4);
                    return Optional.of(new Line(number, content == null ? new byte[0] : content, isTooLong));
                }
                hidden++;
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw new IOException("behind row " + row.get() + ": " + SqliteFile.explained(e), e);
        }
    }

    @Override
    public Unit unit() {
        return UNIT;
    }

    /** The last row id, so that it is reached even though some are missing. */
    @Override
    public OptionalLong size() {
        return size;
    }

    @Override
    public long position() {
        return row.get();
    }

    @Override
    public Optional<String> remark() {
        return hidden == 0
                ? Optional.empty()
                : Optional.of(
                        String.format(Locale.ROOT, "left out %,d rows hidden by their relay, as deleted", hidden));
    }

    /** The statement goes with its connection. */
    @Override
    public void close() {
        file.close();
    }
}
