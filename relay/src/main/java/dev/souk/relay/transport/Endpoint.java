package dev.souk.relay.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of one port share: their count, their numbers, and what extensions serve. Thread-safe. */
final class Endpoint {
    private final ClientAddress addresses;
    private final Routes routes;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    Endpoint(ClientAddress addresses, Routes routes) {
        this.addresses = addresses;
        this.routes = routes;
    }

    ClientAddress addresses() {
        return addresses;
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
