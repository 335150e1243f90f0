package dev.souk.relay.transport.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Calls other relays; its one thread {@code peers-1} moves the bytes of all of them. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, and that is heard.
public final class PeerNetwork implements AutoCloseable {
    private static final int MAX_HANDSHAKE_BYTES = 16_384;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("peers", true), NioIoHandler.newFactory());
    private final SslContext tls;

    public PeerNetwork() {
        try {
            // The name in the certificate must be the one that was called.
            tls = SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new PeerException("there is no TLS", e);
        }
    }

    /**
     * Calls a relay, and waits until it has answered the handshake. Nothing but an upgrade is an answer: a redirect is not
     * followed. The host is looked up here, on the caller's thread, unless the proxy does it.
     *
     * @throws PeerException when there is no relay; the listener is told nothing then
     */
    public PeerSocket open(PeerTarget target, PeerListener listener) throws InterruptedException {
        InetSocketAddress address = address(target);
        PeerHandler handler = new PeerHandler(listener);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, target.timeoutMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        build(channel, target, handler);
                    }
                });
        ChannelFuture connected = bootstrap.connect(address);
        try {
            connected.await();
        } catch (InterruptedException e) {
            connected.channel().close();
            throw e;
        }
        if (!connected.isSuccess()) {
            throw new PeerException("cannot connect: " + PeerHandler.describe(connected.cause()), connected.cause());
        }
        handler.awaitHandshake(connected.channel());
        return new PeerSocket(connected.channel(), handler);
    }

    private static InetSocketAddress address(PeerTarget target) {
        if (target.proxy().isPresent()) {
            InetSocketAddress proxy = target.proxy().get();
            if (proxy.isUnresolved()) {
                throw new PeerException(
                        "there is no host named " + proxy.getHostString() + ", which is to be the proxy");
            }
            return InetSocketAddress.createUnresolved(target.host(), target.port());
        }
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new PeerException("there is no host named " + target.host());
        }
        return address;
    }

    /** A reason per line. */
    private void build(Channel channel, PeerTarget target, PeerHandler handler) {
        ChannelPipeline pipeline = channel.pipeline();
        target.proxy().ifPresent(proxy -> {
            Socks5ProxyHandler socks = new Socks5ProxyHandler(proxy);
            socks.setConnectTimeoutMillis(target.timeoutMillis());
            pipeline.addLast(socks);
        });
        if (target.isSecure()) {
            SslHandler secure = tls.newHandler(channel.alloc(), target.host(), target.port());
            secure.setHandshakeTimeoutMillis(target.timeoutMillis());
            pipeline.addLast(secure);
        }
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES));
        pipeline.addLast(new WebSocketClientProtocolHandler(protocol(target)));
        pipeline.addLast(new WebSocketFrameAggregator(target.maxMessageBytes()));
        pipeline.addLast(new IdleStateHandler(target.pingInterval().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(handler);
    }

    private static WebSocketClientProtocolConfig protocol(PeerTarget target) {
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(target.url())
                .version(WebSocketVersion.V13)
                .customHeaders(EmptyHttpHeaders.INSTANCE)
                .maxFramePayloadLength(target.maxMessageBytes())
                .handshakeTimeoutMillis(target.timeoutMillis())
                // Both are seen by the handler: the one is a sign of life, the other says why.
                .dropPongFrames(false)
                .handleCloseFrames(false)
                .build();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
