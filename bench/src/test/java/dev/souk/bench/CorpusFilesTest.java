package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFilesTest {
    @TempDir
    private Path folder = Path.of("");

    private List<Path> files = List.of();

    @BeforeEach
    void write() throws IOException {
        files = List.of(folder.resolve("a.jsonl"), folder.resolve("b.jsonl"));
        CorpusCommand.write(1, 30, files.get(0));
        CorpusCommand.write(2, 20, files.get(1));
    }

    @Test
    void areReadOneAfterAnother() throws IOException {
        assertEquals(50, CorpusFiles.count(files));
        try (CorpusFiles corpus = new CorpusFiles(files)) {
            assertEquals(25, corpus.next(25).size());
            List<byte[]> rest = corpus.next(100);
            assertEquals(25, rest.size());
            assertEquals(50, corpus.taken());
            assertEquals(
                    new Corpus(2, 20).next(20).getLast().id(),
                    EventReader.read(rest.getLast()).id());
            assertTrue(corpus.next(1).isEmpty());
        }
    }

    @Test
    void sampleOnlyWhatWasRead() throws IOException {
        try (CorpusFiles corpus = new CorpusFiles(files)) {
            List<Event> read = corpus.next(5).stream().map(EventReader::read).toList();
            assertEquals(read, corpus.sample());
        }
    }
}
