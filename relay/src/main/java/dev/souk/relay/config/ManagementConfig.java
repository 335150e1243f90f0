package dev.souk.relay.config;

import dev.souk.protocol.Bytes32;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The API for those who manage the relay (NIP-86), and its bounds. Operators ({@link MembersConfig#operators}) may call
 * every method.
 *
 * @param enabled whether there is such an API when somebody may call it
 * @param moderators keys that may only call the methods that moderate
 * @param maxEntries of each list: banned keys, banned events, allowed events, blocked addresses, kinds
 * @param maxListed entries in one answer
 * @param maxReports reports (NIP-56) that one look for events needing moderation reads, the newest
 * @param auditFolder where it is written who called what; nowhere but in the log when absent
 * @param maxAuditBytes of one file there; past it the file is kept beside, in place of the one before
 */
public record ManagementConfig(
        boolean enabled,
        Set<Bytes32> moderators,
        int maxEntries,
        int maxListed,
        int maxReports,
        Optional<Path> auditFolder,
        long maxAuditBytes) {
    /** For operators, if there are some. */
    public static final ManagementConfig DEFAULT =
            new ManagementConfig(true, Set.of(), 100_000, 10_000, 50_000, Optional.empty(), 10L << 20);

    public ManagementConfig {
        moderators = Set.copyOf(moderators);
    }

    /** The same with another place for the audit log. */
    public ManagementConfig withAuditFolder(Path folder) {
        return new ManagementConfig(
                enabled, moderators, maxEntries, maxListed, maxReports, Optional.of(folder), maxAuditBytes);
    }
}
