package dev.souk.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that costs little: it sends frames made before ({@link Frames}), parses nothing, and hands what comes in to a
 * listener on the event loop. What is written while reading is flushed once, when all that had come in was heard.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class LoadConnection implements AutoCloseable {
    private static final int MAX_FRAME = 16 << 20;
    private static final int PATIENCE_SECONDS = 30;

    private final Channel channel;
    private final CompletableFuture<Void> failure;
    private volatile Consumer<ByteBuf> listener = message -> {};

    private LoadConnection(Channel channel, CompletableFuture<Void> failure) {
        this.channel = channel;
        this.failure = failure;
    }

    /** Connects and shakes hands. */
    static LoadConnection open(EventLoopGroup group, URI uri) throws Exception {
        return open(group, uri, new DefaultHttpHeaders());
    }

    /** The same, offering permessage-deflate. What is compressed is handed over as it came. */
    static LoadConnection openCompressed(EventLoopGroup group, URI uri) throws Exception {
        HttpHeaders offer =
                new DefaultHttpHeaders().add(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, "permessage-deflate");
        return open(group, uri, offer);
    }

    private static LoadConnection open(EventLoopGroup group, URI uri, HttpHeaders headers) throws Exception {
        CompletableFuture<LoadConnection> ready = new CompletableFuture<>();
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .version(WebSocketVersion.V13)
                .allowExtensions(true)
                .customHeaders(headers)
                .maxFramePayloadLength(MAX_FRAME)
                .withUTF8Validator(false)
                .build();
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(1 << 16))
                                .addLast(new WebSocketClientProtocolHandler(config))
                                .addLast(new WebSocketFrameAggregator(MAX_FRAME))
                                .addLast(new Receiver(ready, socket));
                    }
                })
                .connect(uri.getHost(), uri.getPort())
                .sync();
        return ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static final class Receiver extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final CompletableFuture<LoadConnection> ready;
        private final CompletableFuture<Void> failure = new CompletableFuture<>();
        private final LoadConnection connection;

        private Receiver(CompletableFuture<LoadConnection> ready, Channel channel) {
            this.ready = ready;
            this.connection = new LoadConnection(channel, failure);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, @Nullable Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ready.complete(connection);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            connection.listener.accept(frame.content());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(new IllegalStateException("the relay closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause);
            context.close();
        }

        private void fail(Throwable cause) {
            ready.completeExceptionally(cause);
            failure.completeExceptionally(cause);
        }
    }

    /** Who hears what comes in from now on, on the event loop; the buffer is only lent. */
    void listen(Consumer<ByteBuf> newListener) {
        listener = newListener;
    }

    /** Makes what waits for {@code result} fail when the connection does. */
    void failing(CompletableFuture<?> result) {
        failure.whenComplete((nothing, cause) -> {
            if (cause != null) {
                result.completeExceptionally(cause);
            }
        });
    }

    /** Runs something on the connection's event loop. */
    void run(Runnable task) {
        channel.eventLoop().execute(task);
    }

    /** Queues a frame made before; codecs let it pass as it is. */
    void write(byte[] frame) {
        channel.write(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }

    /** Sends a frame made before now. */
    void send(byte[] frame) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }

    /** Sends what is queued. */
    void flush() {
        channel.flush();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
