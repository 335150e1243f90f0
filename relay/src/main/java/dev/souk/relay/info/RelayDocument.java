package dev.souk.relay.info;

import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The relay information document as it is served: made anew when the relay's identity or configuration has changed, and only then.
 * Thread-safe.
 */
public final class RelayDocument implements Supplier<byte[]> {
    private final Identity identity;
    private final RunningConfig config;
    private final Function<RelayConfig, RelayInfo> maker;

    /** Replaced as a whole; a race makes the same document twice. */
    private volatile Made latest;

    private record Made(RelayConfig of, byte[] json) {}

    /** @param maker of the document for a configuration that has what the relay calls itself now */
    public RelayDocument(Identity identity, RunningConfig config, Function<RelayConfig, RelayInfo> maker) {
        this.identity = identity;
        this.config = config;
        this.maker = maker;
        this.latest = make(current());
    }

    private RelayConfig current() {
        return config.get().withInfo(identity.current());
    }

    private Made make(RelayConfig of) {
        return new Made(of, maker.apply(of).json());
    }

    @Override
    public byte[] get() {
        RelayConfig current = current();
        Made made = latest;
        if (!made.of().equals(current)) {
            made = make(current);
            latest = made;
        }
        return made.json();
    }
}
