package dev.souk.relay.transport;

import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.ServerConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Binds the ports, and builds each connection's pipeline: a reason per line. */
public final class NettyTransport implements AutoCloseable {
    private static final int MAX_REQUEST_LINE = 4_096;
    private static final int MAX_HTTP_HEADERS = 8_192;
    private static final int MAX_HTTP_BODY = 64 << 10;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 10, 128 << 10);

    private final RelayServices services;
    private final Endpoint endpoint;
    private final TlsFiles tls;
    private final EventLoopGroup loops;
    private final Map<EventLoop, ConnectionLoop> connectionLoops = new ConcurrentHashMap<>();
    private Optional<Channel> relayPort = Optional.empty();
    private Optional<Channel> monitoringPort = Optional.empty();

    public NettyTransport(RelayServices services) {
        this.services = services;
        this.tls = new TlsFiles(services.config().part(RelayConfig::server), services.clock());
        services.metrics()
                .store(
                        "souk.tls.certificate.left.seconds",
                        "Until the certificate in use expires; NaN without one",
                        tls,
                        TlsFiles::secondsLeft);
        ServerConfig server = services.config().get().server();
        this.endpoint = new Endpoint(
                services.config().made(RelayConfig::server, ClientAddress::new),
                new Routes(
                        services.metrics().streams(),
                        services.config().part(all -> all.server().shutdownGrace())));
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loops = new MultiThreadIoEventLoopGroup(server.ioThreads(), new DefaultThreadFactory("netty"), io);
    }

    /** What moves the bytes, for the start log. */
    public static String ioName() {
        return Epoll.isAvailable() ? "epoll" : "nio";
    }

    /**
     * Binds the ports.
     *
     * @throws TransportException when one of them cannot be had
     */
    public void start() {
        tls.start();
        endpoint.routes().serve(services.routes().get());
        ServerConfig server = services.config().get().server();
        var monitoring = services.config().get().monitoring();
        if (monitoring.enabled()) {
            monitoringPort = Optional.of(bind(monitoring.host(), monitoring.port(), this::monitoringPipeline));
        }
        relayPort = Optional.of(bind(server.host(), server.port(), this::relayPipeline));
    }

    private interface Pipeline {
        void build(Channel channel);
    }

    private Channel bind(String host, int port, Pipeline pipeline) {
        Class<? extends ServerSocketChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        pipeline.build(channel);
                    }
                });
        var bound = bootstrap.bind(host, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new TransportException(
                    "cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage() + "; end what uses it, or set another port",
                    bound.cause());
        }
        return bound.channel();
    }

    private void relayPipeline(Channel channel) {
        ConnectionLoop loop = connectionLoops.computeIfAbsent(
                channel.eventLoop(), eventLoop -> new ConnectionLoop(eventLoop, services.health()));
        ChannelPipeline pipeline = channel.pipeline();
        // Counts, and turns away what is too much before a byte of it is read.
        pipeline.addLast(new ConnectionGate(endpoint, services));
        if (isFromProxy(channel)) {
            // Who is behind a proxy, before anything else; both take themselves out again.
            pipeline.addLast(new HAProxyMessageDecoder(ProxyHeader.MAX_EXTRA_BYTES))
                    .addLast(new ProxyHeader(endpoint, services));
        }
        tls.context().ifPresent(context -> pipeline.addLast(secured(context, channel)));
        pipeline
                // HTTP until the handshake, which takes these three out again. Two codecs rather than one, so that the
                // handshake puts the WebSocket decoder where the bytes that follow it in the same packet come out, and
                // the
                // encoder before it, where the decoder's own close frames pass.
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpRequestDecoder(new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setMaxHeaderSize(MAX_HTTP_HEADERS)))
                .addLast(new HttpObjectAggregator(MAX_HTTP_BODY, true))
                // Answers HTTP, or becomes the WebSocket conversation.
                .addLast(new HttpHandler(channel, services, endpoint, loop));
    }

    private SslHandler secured(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(services.limits().handshakeTimeout().toMillis());
        return handler;
    }

    /** Takes up a certificate that is new. Any thread but an event loop, as it reads files. */
    public void lookAtCertificate() {
        tls.look();
    }

    private boolean isFromProxy(Channel channel) {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        return peer != null
                && services.config().get().server().proxyProtocol()
                && endpoint.addresses().isTrusted(peer.getAddress());
    }

    private void monitoringPipeline(Channel channel) {
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_HTTP_BODY, true))
                .addLast(new MonitoringHandler(services));
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return addressOf(relayPort).orElseThrow(() -> new IllegalStateException("the transport is not started"));
    }

    /** Where metrics and health are, if they are served. */
    public Optional<InetSocketAddress> monitoringAddress() {
        return addressOf(monitoringPort);
    }

    private static Optional<InetSocketAddress> addressOf(Optional<Channel> port) {
        return port.map(channel -> (InetSocketAddress) Objects.requireNonNull(channel.localAddress()));
    }

    /**
     * Accepts no more clients, and reads no more from those that are there. When it returns, no route is asked any more,
     * and all streams are ending.
     */
    public void stopReading() {
        relayPort.ifPresent(port -> port.close().awaitUninterruptibly());
        forEachConversation(conversation -> conversation.setReading(false));
        endpoint.routes().close();
    }

    /** Closes all connections from addresses that are blocked. Any thread; it has happened a moment later. */
    public void closeBlocked() {
        connectionLoops.forEach(
                (eventLoop, loop) -> eventLoop.execute(() -> loop.janitor().closeAll(services.blocked()::contains)));
    }

    private void forEachConversation(Consumer<WebSocketHandler> action) {
        connectionLoops.forEach((eventLoop, loop) ->
                eventLoop.execute(() -> List.copyOf(loop.conversations()).forEach(action)));
    }

    /** Tells every client that the relay is going away, and ends when what was under way is sent or the grace is over. */
    @Override
    public void close() {
        forEachConversation(WebSocketHandler::goAway);
        monitoringPort.ifPresent(port -> port.close().awaitUninterruptibly());
        long grace = services.config().get().server().shutdownGrace().toMillis();
        loops.shutdownGracefully(100, grace, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
