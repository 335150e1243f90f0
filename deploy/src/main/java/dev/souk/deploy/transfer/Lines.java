package dev.souk.deploy.transfer;

import java.io.IOException;
import java.util.Optional;

/** Gives lines, one after the other; each is an event, if it is anything. Owned by one thread. */
@FunctionalInterface
public interface Lines {
    /**
     * The next one; nothing at the end.
     *
     * @throws IOException when there is no getting to the end; what came before counts
     */
    Optional<Line> next() throws IOException;
}
