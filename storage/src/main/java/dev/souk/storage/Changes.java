package dev.souk.storage;

import java.util.List;

/**
 * A page of the change feed.
 *
 * @param changes oldest first
 * @param isTruncated the place asked for is no longer known: begin anew from 0
 * @param next where to ask for the following page; at least the last change's sequence
 */
public record Changes(List<Change> changes, boolean isTruncated, long next) {
    public Changes {
        changes = List.copyOf(changes);
    }
}
