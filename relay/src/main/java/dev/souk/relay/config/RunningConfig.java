package dev.souk.relay.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The configuration in force. It may be replaced while the relay runs, as a whole and at any moment: whoever needs a
 * setting asks for it whenever it is needed, through {@link #part}, or through {@link #made} when something has to be made
 * of it first. Only who has to do something because of a change registers with {@link #onChange}.
 *
 * <p>Thread-safe: asking costs a volatile read. The one who reads the file replaces.
 */
public final class RunningConfig implements Supplier<RelayConfig> {
    private final List<Consumer<RelayConfig>> listeners = new CopyOnWriteArrayList<>();
    private volatile RelayConfig current;

    public RunningConfig(RelayConfig first) {
        this.current = first;
    }

    @Override
    public RelayConfig get() {
        return current;
    }

    /** A part of it, always the latest: {@code config.part(RelayConfig::limits)}. */
    public <P> Supplier<P> part(Function<RelayConfig, P> of) {
        return () -> of.apply(current);
    }

    /** What {@code maker} makes of a part, made anew when the part is another. */
    public <P, T> Supplier<T> made(Function<RelayConfig, P> of, Function<P, T> maker) {
        return new Made<>(part(of), maker);
    }

    /** Has {@code listener} called after each replacement, on the thread that replaces; it must be short. */
    public void onChange(Consumer<RelayConfig> listener) {
        listeners.add(listener);
    }

    /** From now on {@code next} is in force. Those who registered have acted on it when this returns. */
    public synchronized void replace(RelayConfig next) {
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    /** What was made last, and of what. */
    private static final class Made<P, T> implements Supplier<T> {
        private record Product<P, T>(P of, T it) {}

        private final Supplier<P> part;
        private final Function<P, T> maker;

        /** Replaced as a whole; a race makes the same thing twice. */
        private volatile Product<P, T> latest;

        private Made(Supplier<P> part, Function<P, T> maker) {
            this.part = part;
            this.maker = maker;
            this.latest = make(part.get());
        }

        private Product<P, T> make(P of) {
            return new Product<>(of, maker.apply(of));
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // The same part is equal to itself, which is quicker to see.
        public T get() {
            P now = part.get();
            Product<P, T> product = latest;
            if (product.of() != now && !product.of().equals(now)) {
                product = make(now);
                latest = product;
            }
            return product.it();
        }
    }
}
