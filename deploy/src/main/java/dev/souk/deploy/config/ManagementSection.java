package dev.souk.deploy.config;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.ManagementConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** {@code [management]}. */
final class ManagementSection extends Section<ManagementConfig> {
    private static final int MAX_KEYS = 1_000;

    private final Setting<ManagementConfig, Boolean> enabled = add(
            "enabled",
            new TrueOrFalse(),
            ManagementConfig::enabled,
            "Whether members.operators, who may call every method, and moderators can manage the relay.");
    private final Setting<ManagementConfig, Set<Bytes32>> moderators = add(
            "moderators",
            Texts.publicKeys(MAX_KEYS),
            ManagementConfig::moderators,
            "Keys that may only moderate: ban and allow events and keys, and see what was reported.");
    private final Setting<ManagementConfig, Integer> maxEntries = add(
            "max_entries",
            WholeNumber.ints(1, 10_000_000, "entries"),
            ManagementConfig::maxEntries,
            "Entries of each list: banned keys, banned events, allowed events, addresses, kinds; past it none is added.");
    private final Setting<ManagementConfig, Integer> maxListed = add(
            "max_listed",
            WholeNumber.ints(1, 100_000, "entries"),
            ManagementConfig::maxListed,
            "Entries in one answer; the rest comes in further ones.");
    private final Setting<ManagementConfig, Integer> maxReports = add(
            "max_reports",
            WholeNumber.ints(100, 10_000_000, "reports"),
            ManagementConfig::maxReports,
            "Reports (NIP-56) that are read to list events needing moderation, the newest.");
    private final Setting<ManagementConfig, Optional<Path>> auditFolder = addForStart(
            "audit_folder",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            ManagementConfig::auditFolder,
            "Where audit.jsonl is, which says who called what; \"\" for storage.path.");
    private final Setting<ManagementConfig, Long> maxAuditBytes = addForStart(
            "max_audit_bytes",
            new WholeNumber(65_536, 1L << 40, "bytes"),
            ManagementConfig::maxAuditBytes,
            "Past it the file is kept as audit.jsonl.1, in place of the one before, and a new one begun.");

    ManagementSection() {
        super(
                "management",
                "How the relay is managed while it runs (NIP-86). Without operators and moderators there is no such API.",
                ManagementConfig.DEFAULT,
                config -> config.relay().management());
    }

    @Override
    ManagementConfig read(Values values) {
        return new ManagementConfig(
                values.get(enabled),
                values.get(moderators),
                values.get(maxEntries),
                values.get(maxListed),
                values.get(maxReports),
                values.get(auditFolder),
                values.get(maxAuditBytes));
    }
}
