package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.souk.protocol.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.sqlite.SQLiteConfig;

/** A database with the table of events that nostr-rs-relay makes. Owned by one thread. */
final class RsRelayDatabase implements AutoCloseable {
    /** As versions 1 to 6 of the schema had it; 2 brought hidden. */
    static final String OLDEST = "CREATE TABLE event (id INTEGER PRIMARY KEY, event_hash BLOB NOT NULL,"
            + " first_seen INTEGER NOT NULL, created_at INTEGER NOT NULL, author BLOB NOT NULL, kind INTEGER NOT NULL,"
            + " content TEXT NOT NULL)";

    /** As version 18 has it. */
    static final String NEWEST = "CREATE TABLE event (id INTEGER PRIMARY KEY, event_hash BLOB NOT NULL,"
            + " first_seen INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, author BLOB NOT NULL,"
            + " delegated_by BLOB, kind INTEGER NOT NULL, hidden INTEGER, content TEXT NOT NULL)";

    private final Connection connection;

    private RsRelayDatabase(Connection connection) {
        this.connection = connection;
    }

    static RsRelayDatabase create(Path file, String table, int version) throws SQLException {
        RsRelayDatabase database = new RsRelayDatabase(new SQLiteConfig().createConnection("jdbc:sqlite:" + file));
        database.execute("PRAGMA journal_mode = WAL");
        database.execute("PRAGMA user_version = " + version);
        database.execute("PRAGMA application_id = 1654008667");
        database.execute(table);
        return database;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    RsRelayDatabase with(Event event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO event (event_hash, first_seen, created_at,"
                        + " author, kind, content) VALUES (?, 0, ?, ?, ?, ?)")) {
            insert.setBytes(1, HexFormat.of().parseHex(event.id().hex()));
            insert.setLong(2, event.createdAt());
            insert.setBytes(3, HexFormat.of().parseHex(event.pubkey().hex()));
            insert.setInt(4, event.kind());
            insert.setString(5, new String(event.json(), UTF_8));
            insert.execute();
        }
        return this;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
