package dev.souk.relay.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket on which a service manager such as systemd hears from its services: datagrams to a Unix socket, which the
 * JDK cannot send. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on the end of its loop.
public final class ServiceSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSocket.class);
    private static final long PATIENCE_MILLIS = 2_000;

    private final EventLoopGroup loop;
    private final Channel channel;

    private ServiceSocket(EventLoopGroup loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * Opens it.
     *
     * @param name of the socket: a path, or an abstract name behind an {@code @}; nothing when it cannot be had
     */
    public static Optional<ServiceSocket> open(String name) {
        if (!Epoll.isAvailable()) {
            LOG.warn("event=no-service-socket why=\"no epoll\"");
            return Optional.empty();
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("service-socket", true), EpollIoHandler.newFactory());
        String path = name.startsWith("@") ? '\0' + name.substring(1) : name;
        var connected = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(path))
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            LOG.warn("event=no-service-socket", connected.cause());
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            return Optional.empty();
        }
        return Optional.of(new ServiceSocket(loop, connected.channel()));
    }

    /** Says this, lines of {@code KEY=value}; returns when it has been handed over, or could not be. */
    public void send(String state) {
        var sent = channel.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
        if (!sent.awaitUninterruptibly(PATIENCE_MILLIS) || !sent.isSuccess()) {
            LOG.warn(
                    "event=service-manager-not-told state=\"{}\"",
                    state.lines().findFirst().orElse(""),
                    sent.cause());
        }
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly(PATIENCE_MILLIS);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
