package dev.souk.relay.transport;

import dev.souk.relay.metrics.Health;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What belongs to one event loop.
 *
 * @param conversations open WebSockets; owned by the loop
 */
record ConnectionLoop(NettyOutlet outlet, Janitor janitor, Set<WebSocketHandler> conversations) {
    ConnectionLoop(EventLoop loop, Health health) {
        this(new NettyOutlet(loop), new Janitor(loop, health.pulse("netty")), new LinkedHashSet<>());
    }
}
