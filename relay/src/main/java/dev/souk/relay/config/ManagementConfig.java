package dev.souk.relay.config;

import dev.souk.protocol.Bytes32;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Who may manage the relay over its API (NIP-86), and its bounds.
 *
 * @param operators keys that may call every method; none: there is no API
 * @param moderators keys that may only call the methods that moderate
 * @param maxEntries of each list: banned keys, banned events, allowed events, blocked addresses, kinds
 * @param maxListed entries in one answer
 * @param maxReports reports (NIP-56) that one look for events needing moderation reads, the newest
 * @param auditFolder where it is written who called what; nowhere but in the log when absent
 * @param maxAuditBytes of one file there; past it the file is kept beside, in place of the one before
 */
public record ManagementConfig(
        Set<Bytes32> operators,
        Set<Bytes32> moderators,
        int maxEntries,
        int maxListed,
        int maxReports,
        Optional<Path> auditFolder,
        long maxAuditBytes) {
    /** Nobody manages the relay. */
    public static final ManagementConfig DEFAULT =
            new ManagementConfig(Set.of(), Set.of(), 100_000, 10_000, 50_000, Optional.empty(), 10L << 20);

    public ManagementConfig {
        operators = Set.copyOf(operators);
        moderators = Set.copyOf(moderators);
    }

    /** True when somebody may call the API. */
    public boolean isOn() {
        return !operators.isEmpty() || !moderators.isEmpty();
    }

    /** The same with another place for the audit log. */
    public ManagementConfig withAuditFolder(Path folder) {
        return new ManagementConfig(
                operators, moderators, maxEntries, maxListed, maxReports, Optional.of(folder), maxAuditBytes);
    }
}
