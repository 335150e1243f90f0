package dev.souk.protocol.crypto;

import dev.souk.protocol.Tag;
import java.util.List;

/**
 * An event before it has an author.
 *
 * @param createdAt Unix time in seconds
 */
public record Draft(long createdAt, int kind, List<Tag> tags, String content) {
    public Draft {
        tags = List.copyOf(tags);
    }
}
