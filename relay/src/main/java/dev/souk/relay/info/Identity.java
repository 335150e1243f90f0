package dev.souk.relay.info;

import dev.souk.relay.config.InfoConfig;
import dev.souk.storage.EventStore;
import dev.souk.storage.Table;
import dev.souk.storage.Table.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the relay calls itself: as it was changed over the management API (NIP-86), else as configured. Changes are kept in
 * the store and outlive a restart, whatever the configuration says by then; an empty text takes a change back.
 * Thread-safe; a change waits until it is durable.
 */
public final class Identity {
    private static final String TABLE = "identity";

    private final Table table;
    private final Supplier<InfoConfig> configured;

    /** Replaced as a whole; a race reads the same twice. */
    private volatile Known known;

    /** What counts, as long as the configuration says that. */
    private record Known(InfoConfig configured, InfoConfig current) {}

    /** What can be changed; the names are keys of the table. */
    public enum Field {
        NAME,
        DESCRIPTION,
        ICON
    }

    private Identity(Table table, Supplier<InfoConfig> configured) {
        this.table = table;
        this.configured = configured;
        this.known = read(configured.get());
    }

    /** Who the relay on this store is. */
    public static Identity open(EventStore store, Supplier<InfoConfig> configured) {
        return new Identity(store.table(TABLE), configured);
    }

    private Known read(InfoConfig configured) {
        InfoConfig current = new InfoConfig(
                changed(Field.NAME).orElse(configured.name()),
                changed(Field.DESCRIPTION).orElse(configured.description()),
                configured.banner(),
                changed(Field.ICON).or(configured::icon),
                configured.pubkey(),
                configured.contact(),
                configured.termsOfService());
        return new Known(configured, current);
    }

    private Optional<String> changed(Field field) {
        return table.get(key(field)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static byte[] key(Field field) {
        return field.name().getBytes(StandardCharsets.US_ASCII);
    }

    /** What counts now. */
    public InfoConfig current() {
        Known latest = known;
        InfoConfig now = configured.get();
        if (!latest.configured().equals(now)) {
            latest = read(now);
            known = latest;
        }
        return latest.current();
    }

    /** Sets a field; to what the configuration says when {@code text} is empty. */
    public synchronized void change(Field field, String text) {
        table.writeDurably(List.of(
                text.isEmpty()
                        ? new Write.Delete(key(field))
                        : new Write.Put(key(field), text.getBytes(StandardCharsets.UTF_8))));
        known = read(configured.get());
    }
}
