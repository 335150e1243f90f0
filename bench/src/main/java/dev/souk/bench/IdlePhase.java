package dev.souk.bench;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;

/** Connections with one subscription each that do nothing. */
final class IdlePhase {
    private final EventLoopGroup group;

    IdlePhase(EventLoopGroup group) {
        this.group = group;
    }

    List<Measured> run(Relay relay, int count) throws Exception {
        List<LoadConnection> connections = new ArrayList<>();
        try {
            long before = relay.figures().residentBytes();
            double cpu = relay.figures().cpuSeconds();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                LoadConnection connection = LoadConnection.open(group, relay.uri());
                connections.add(connection);
                LiveEvents.subscribe(connection, message -> {});
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long after = relay.figures().residentBytes();
            String name = "idle " + count;
            return List.of(
                    Measured.of(name, "kB RSS/connection", (after - before) / 1e3 / count),
                    Measured.of(name, "server us/connection", (relay.figures().cpuSeconds() - cpu) * 1e6 / count),
                    Measured.of(name, "connections/s", count / seconds));
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }
}
