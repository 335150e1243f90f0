package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.relay.metrics.Health;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A relay that serves clients. */
interface RunningRelay extends AutoCloseable {
    /** Where clients connect. */
    InetSocketAddress address();

    /** Where the operator looks, when that is enabled. */
    Optional<InetSocketAddress> monitoringAddress();

    /** Whether it can do its work. */
    Health health();

    /** Goes on with these settings; what is read at the start only must be as it was. */
    void apply(SoukConfig config);

    /** Stops taking work, finishes what is under way within the configured grace, closes every socket. */
    @Override
    void close();
}
