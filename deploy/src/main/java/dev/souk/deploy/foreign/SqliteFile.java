package dev.souk.deploy.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * A database of SQLite that somebody else wrote, opened for nothing but reading. One that stands alone is opened as
 * immutable, which neither locks it nor makes files beside it; one with a write-ahead log beside it, as a running relay has,
 * is read together with that log, for which SQLite wants to write its {@code -shm} file.
 */
final class SqliteFile implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    private final Connection connection;

    private SqliteFile(Connection connection) {
        this.connection = connection;
    }

    static SqliteFile open(Path path) {
        load();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        String mode = hasLog(path) ? "?mode=ro" : "?mode=ro&immutable=1";
        try {
            Connection connection = config.createConnection(
                    "jdbc:sqlite:" + path.toAbsolutePath().toUri() + mode);
            SqliteFile file = new SqliteFile(connection);
            file.distrust();
            return file;
        } catch (SQLException e) {
            throw new UnreadableException(path + ": " + explained(e), e);
        }
    }

    /** Loads SQLite, which unpacks itself where temporary files are, as RocksDB does. */
    private static void load() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new UnreadableException(
                    "SQLite does not load here (" + e.getMessage()
                            + "); give Java a folder for temporary files from which"
                            + " programs may run: SOUK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                    e);
        }
    }

    /** Nothing in the schema may call functions that do something, and cells must lie within their page. */
    private void distrust() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA mmap_size = 0");
            statement.execute("PRAGMA query_only = ON");
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private static boolean hasLog(Path path) {
        try {
            for (String suffix : new String[] {"-wal", "-journal"}) {
                Path log = path.resolveSibling(path.getFileName() + suffix);
                if (Files.exists(log) && Files.size(log) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    Connection connection() {
        return connection;
    }

    /** What went wrong, and what may help. */
    static String explained(SQLException failure) {
        String said = String.valueOf(failure.getMessage()).replace('\n', ' ');
        return failure instanceof SQLiteException known ? said + hint(known.getResultCode()) : said;
    }

    private static String hint(SQLiteErrorCode code) {
        String name = code.name();
        if (name.startsWith("SQLITE_CORRUPT") || name.equals("SQLITE_NOTADB")) {
            return "; the database is damaged: `sqlite3 nostr.db .recover | sqlite3 repaired.db` saves what can be saved";
        }
        if (name.startsWith("SQLITE_CANTOPEN") || name.startsWith("SQLITE_READONLY")) {
            return "; it has a log (-wal or -journal) beside it, to read which SQLite must be able to write there: stop"
                    + " its relay, or copy it with its log to a folder of your own";
        }
        return "";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was written: there is nothing that could be lost.
        }
    }
}
