package dev.souk.relay.transport;

import dev.souk.relay.metrics.RelayMetrics;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/** Counts connections as they come and go, and turns away those that are too many. */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
    private static final byte[] FULL =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Endpoint endpoint;
    private final int maxConnections;
    private final RelayMetrics metrics;
    private boolean isCounted;

    ConnectionGate(Endpoint endpoint, int maxConnections, RelayMetrics metrics) {
        this.endpoint = endpoint;
        this.maxConnections = maxConnections;
        this.metrics = metrics;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (endpoint.open().incrementAndGet() > maxConnections) {
            endpoint.open().decrementAndGet();
            // This is the first handler: what it writes goes straight to the socket.
            context.channel().config().setAutoRead(false);
            context.writeAndFlush(Unpooled.wrappedBuffer(FULL)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        isCounted = true;
        metrics.connections().incrementAndGet();
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (isCounted) {
            isCounted = false;
            endpoint.open().decrementAndGet();
            metrics.connections().decrementAndGet();
        }
        context.fireChannelInactive();
    }
}
