package dev.souk.storage;

import java.util.List;

/**
 * What one write did.
 *
 * @param outcomes one for each event given, in their order; empty for removals
 * @param changes what it added to the sequence, in order; an event both stored and removed by the same write shows as
 *     both
 */
public record Commit(List<SaveOutcome> outcomes, List<Change> changes) {
    public Commit {
        outcomes = List.copyOf(outcomes);
        changes = List.copyOf(changes);
    }
}
