package dev.souk.deploy.transfer;

import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** The events of a file of JSON Lines, one after the other. Owned by one thread. */
public final class EventLines {
    private static final int MAX_LINE_BYTES = 1 << 20;

    /** Takes an event, and its time. */
    @FunctionalInterface
    public interface Taker {
        void take(Event event) throws IOException, InterruptedException;
    }

    private final LineReader lines;

    public EventLines(InputStream in) {
        this.lines = new LineReader(in, MAX_LINE_BYTES);
    }

    /** Hands over each event, and says of each line that is none why; the number of those lines is the answer. */
    public long forEach(Taker taker, Consumer<String> complaints) throws IOException, InterruptedException {
        long useless = 0;
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            try {
                taker.take(read(line.get()));
            } catch (MalformedException e) {
                useless++;
                complaints.accept("line " + line.get().number() + " is no event: " + e.getMessage());
            }
        }
        return useless;
    }

    private static Event read(Line line) {
        if (line.isTooLong()) {
            throw new MalformedException("it is longer than " + MAX_LINE_BYTES + " bytes");
        }
        return EventReader.read(line.bytes());
    }
}
