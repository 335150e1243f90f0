package dev.souk.storage.memory;

import dev.souk.storage.EventCursor;
import dev.souk.storage.StoredEvent;
import java.util.List;

/** Matches that are known already. */
final class MemoryCursor implements EventCursor {
    private final List<StoredEvent> matches;
    private final Remainder remainder;
    private int shown;

    MemoryCursor(List<StoredEvent> matches, Remainder remainder) {
        this.matches = matches;
        this.remainder = remainder;
    }

    @Override
    public Step advance(int rows) {
        return shown < matches.size() ? new Step.Match(matches.get(shown++)) : new Step.Finished(remainder);
    }

    @Override
    public long examined() {
        return shown;
    }

    @Override
    public void suspend() {}

    @Override
    public void close() {}
}
