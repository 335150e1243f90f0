package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Change;
import dev.souk.storage.Table;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The requests that need no recovery from the results that hold a copy: those that are in a dossier, and those that come
 * with the same page of the feed. Thread-safe.
 */
final class KnownRequests implements Predicate<Bytes32> {
    private final Table table;
    private final Set<Bytes32> inPage;

    KnownRequests(Table table, List<Change> page) {
        this.table = table;
        this.inPage = page.stream()
                .filter(Change.Stored.class::isInstance)
                .map(change -> ((Change.Stored) change).event().header().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean test(Bytes32 id) {
        return inPage.contains(id)
                || table.get(Keys.of(Keys.DOSSIER, id))
                        .filter(DossierCodec::hasRequest)
                        .isPresent();
    }
}
