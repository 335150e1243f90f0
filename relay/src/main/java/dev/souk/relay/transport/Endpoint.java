package dev.souk.relay.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What all connections of one port share: their count, their numbers, and what extensions serve. Thread-safe. */
final class Endpoint {
    private final Supplier<ClientAddress> addresses;
    private final Routes routes;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    Endpoint(Supplier<ClientAddress> addresses, Routes routes) {
        this.addresses = addresses;
        this.routes = routes;
    }

    ClientAddress addresses() {
        return addresses.get();
    }

    Routes routes() {
        return routes;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Connections that are open, finished handshake or not. */
    AtomicInteger open() {
        return open;
    }
}
