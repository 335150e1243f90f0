package dev.souk.deploy.config;

import dev.souk.relay.config.ListsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code [lists]}. */
final class ListsSection extends Section<ListsConfig> {
    private final Setting<ListsConfig, Optional<Path>> folder = add(
            "folder",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            ListsConfig::folder,
            "The folder of the files, each of which may be missing; read again when they change.");
    private final Setting<ListsConfig, Integer> maxEntries = add(
            "max_entries",
            WholeNumber.ints(1, 10_000_000, "entries"),
            ListsConfig::maxEntries,
            "Entries of one list; a longer one is refused as a whole.");
    private final Setting<ListsConfig, List<String>> exemptAddresses = add(
            "exempt_addresses",
            Texts.networks(1_000),
            ListsConfig::exemptAddresses,
            "Addresses that no rate or budget holds for; empty it when all clients seem to come from here, as with Tor.");

    ListsSection() {
        super(
                "lists",
                "Who is let in, kept out or spared: allow-, deny- pubkeys, kinds, addresses, words .txt; trusted-pubkeys.txt.",
                ListsConfig.DEFAULT,
                config -> config.relay().lists());
    }

    @Override
    ListsConfig read(Values values) {
        return new ListsConfig(values.get(folder), values.get(maxEntries), values.get(exemptAddresses));
    }
}
