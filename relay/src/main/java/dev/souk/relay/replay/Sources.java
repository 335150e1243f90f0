package dev.souk.relay.replay;

import dev.souk.relay.search.SearchableText;
import dev.souk.relay.search.TextIndex;
import dev.souk.storage.EventStore;
import java.util.Optional;

/**
 * What answers come from. Thread-safe.
 *
 * @param index nothing when search is off; no filter searches then
 */
public record Sources(EventStore store, Optional<TextIndex> index) {
    /** Which text of an event is searched. */
    SearchableText texts() {
        return index.map(TextIndex::texts).orElse(SearchableText.NONE);
    }
}
