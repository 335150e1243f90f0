package dev.souk.relay.transport;

import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.moderation.BlockedAddresses;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Counts connections as they come and go, and turns away those that are too many or come from a blocked address. */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
    private static final byte[] FULL =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] BLOCKED = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Endpoint endpoint;
    private final BlockedAddresses blocked;
    private final RelayServices services;
    private final RelayMetrics metrics;
    private boolean isCounted;

    ConnectionGate(Endpoint endpoint, RelayServices services) {
        this.endpoint = endpoint;
        this.blocked = services.blocked();
        this.services = services;
        this.metrics = services.metrics();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetSocketAddress peer = (InetSocketAddress) context.channel().remoteAddress();
        if (endpoint.open().incrementAndGet() > services.limits().maxConnections()) {
            endpoint.open().decrementAndGet();
            turnAway(context, FULL);
            return;
        }
        if (isBlocked(peer)) {
            endpoint.open().decrementAndGet();
            turnAway(context, BLOCKED);
            return;
        }
        if (!Entrance.pass(context, peer, endpoint, services)) {
            endpoint.open().decrementAndGet();
            return;
        }
        isCounted = true;
        metrics.connections().incrementAndGet();
        context.fireChannelActive();
    }

    /** For whom a trusted proxy speaks is known when it has spoken. */
    private boolean isBlocked(InetSocketAddress peer) {
        return !endpoint.addresses().isTrusted(peer.getAddress())
                && blocked.contains(peer.getAddress().getHostAddress());
    }

    /** This is the first handler: what it writes goes straight to the socket. */
    private static void turnAway(ChannelHandlerContext context, byte[] answer) {
        context.channel().config().setAutoRead(false);
        context.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
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
