package dev.souk.relay.info;

import dev.souk.relay.config.InfoConfig;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The relay information document as it is served: made anew when the relay's identity has changed, and only then.
 * Thread-safe.
 */
public final class RelayDocument implements Supplier<byte[]> {
    private final Identity identity;
    private final Function<InfoConfig, RelayInfo> maker;

    /** Replaced as a whole; a race makes the same document twice. */
    private volatile Made latest;

    private record Made(InfoConfig of, byte[] json) {}

    /** @param maker of the document for what the relay calls itself */
    public RelayDocument(Identity identity, Function<InfoConfig, RelayInfo> maker) {
        this.identity = identity;
        this.maker = maker;
        this.latest = make(identity.current());
    }

    private Made make(InfoConfig info) {
        return new Made(info, maker.apply(info).json());
    }

    @Override
    public byte[] get() {
        InfoConfig current = identity.current();
        Made made = latest;
        if (!made.of().equals(current)) {
            made = make(current);
            latest = made;
        }
        return made.json();
    }
}
