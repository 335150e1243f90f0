package dev.souk.relay.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who is let in, kept out, or spared.
 *
 * @param folder of the files with the lists; nothing for no lists
 * @param maxEntries lines of one list that mean something
 * @param exemptAddresses addresses and ranges that no limit of reading or writing holds for
 */
public record ListsConfig(Optional<Path> folder, int maxEntries, List<String> exemptAddresses) {
    /** Lists beside the configuration, none of which has to be there; whoever is on this machine is spared. */
    public static final ListsConfig DEFAULT =
            new ListsConfig(Optional.of(Path.of("lists")), 100_000, List.of("127.0.0.0/8", "::1/128"));

    public ListsConfig {
        exemptAddresses = List.copyOf(exemptAddresses);
    }
}
