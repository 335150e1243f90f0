package dev.souk.deploy.foreign;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a database has nostr-rs-relay's table {@code event}: a plain one, so that reading it runs nothing that came with
 * the file.
 */
final class EventTable {
    /** In all versions of the schema. */
    private static final Set<String> COLUMNS =
            Set.of("id", "event_hash", "first_seen", "created_at", "author", "kind", "content");

    private static final String ROWID = "rowid";

    private EventTable() {}

    /**
     * Checks it.
     *
     * @return whether the table has a column {@code hidden}, which version 1 has not
     * @throws UnreadableException when it is not that table
     */
    static boolean check(Connection connection, Path path) throws SQLException {
        String encoding = text(connection, "PRAGMA main.encoding").orElse("");
        if (!encoding.equals("UTF-8")) {
            throw new UnreadableException(path + " is a database in " + encoding + "; nostr-rs-relay's are in UTF-8");
        }
        String sql = text(connection, "SELECT type || ' ' || sql FROM main.sqlite_schema WHERE lower(name) = 'event'")
                .orElseThrow(() -> new UnreadableException(
                        path + " is a database of SQLite without a table event: it is not that of nostr-rs-relay"));
        String flat = sql.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Map<String, Boolean> columns = flat.startsWith("table create table ") ? columns(connection) : Map.of();
        if (!columns.keySet().containsAll(COLUMNS) || columns.containsKey(ROWID) || columns.containsValue(true)) {
            throw new UnreadableException(
                    path + " has an event that is not nostr-rs-relay's table: export it from its own relay");
        }
        return columns.containsKey("hidden");
    }

    /** The columns, and whether each is computed. */
    private static Map<String, Boolean> columns(Connection connection) throws SQLException {
        Map<String, Boolean> columns = new HashMap<>();
        try (PreparedStatement info = connection.prepareStatement("PRAGMA main.table_xinfo(event)");
                ResultSet rows = info.executeQuery()) {
            while (rows.next()) {
                columns.put(rows.getString("name").toLowerCase(Locale.ROOT), rows.getInt("hidden") != 0);
            }
        }
        return columns;
    }

    private static Optional<String> text(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet found = select.executeQuery()) {
            return found.next() ? Optional.ofNullable(found.getString(1)) : Optional.empty();
        }
    }
}
