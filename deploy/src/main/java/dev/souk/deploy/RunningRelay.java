package dev.souk.deploy;

import java.net.InetSocketAddress;
import java.util.Optional;

/** A relay that serves clients. */
interface RunningRelay extends AutoCloseable {
    /** Where clients connect. */
    InetSocketAddress address();

    /** Where the operator looks, when that is enabled. */
    Optional<InetSocketAddress> monitoringAddress();

    /** Stops taking work, finishes what is under way within the configured grace, closes every socket. */
    @Override
    void close();
}
