package dev.souk.relay.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.junit.jupiter.api.Test;

class IndexFolderTest {
    @Test
    void aWriterHasTheMemoryThatIsSet() throws IOException {
        try (IndexFolder folder = IndexFolder.open(Optional.empty(), Set.of(1), "store", 3 << 20);
                IndexWriter writer = folder.writer(true)) {
            assertEquals(3.0, writer.getConfig().getRAMBufferSizeMB());
        }
    }
}
