package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.storage.EventStore;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose market was written by a Souk that is newer than this one. */
class MarketTablesIT {
    private static final byte[] CHECKPOINT = {'C'};
    private static final String ADVICE =
            "souk: the market's tables are of version 99, this Souk reads version \\d+: a newer"
                    + " Souk wrote them; run that one, or a newer one, on this store\n";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeTables() {
        EventStore store = new Shell(folder).store();
        try (store) {
            byte[] place = ByteBuffer.allocate(9).put((byte) 99).putLong(0).array();
            store.table("market.ledger").write(List.of(new Table.Write.Put(CHECKPOINT, place)));
        }
    }

    @Test
    void theRelaySaysWhichSoukToRun() {
        Shell.Result result =
                new Shell(folder).with("SOUK_MONITORING_ENABLED", "false").run("relay", "--port", "0");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().matches(ADVICE), result.err());
    }

    @Test
    void aRebuildTouchesNothingAndSaysTheSame() {
        Shell.Result result = new Shell(folder).run("marketplace", "rebuild");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().matches("(?s).*" + ADVICE), result.err());
        EventStore store = new Shell(folder).store();
        try (store) {
            byte[] everything = {};
            assertEquals(
                    1,
                    store.table("market.ledger")
                            .scan(everything, everything, 10)
                            .size());
        }
    }
}
