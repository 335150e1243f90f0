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
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that costs little: no compression, no parsing; what comes in goes to a listener on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class LoadConnection implements AutoCloseable {
    private static final int MAX_FRAME = 16 << 20;

    private final Channel channel;
    private volatile Consumer<ByteBuf> listener = message -> {};

    private LoadConnection(Channel channel) {
        this.channel = channel;
    }

    /** Connects and shakes hands. */
    static LoadConnection open(EventLoopGroup group, URI uri) throws Exception {
        CompletableFuture<LoadConnection> ready = new CompletableFuture<>();
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        var handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                                uri, WebSocketVersion.V13, null, false, EmptyHttpHeaders.INSTANCE, MAX_FRAME);
                        socket.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(1 << 16))
                                .addLast(new WebSocketClientProtocolHandler(handshaker))
                                .addLast(new WebSocketFrameAggregator(MAX_FRAME))
                                .addLast(new Receiver(new LoadConnection(socket), ready));
                    }
                })
                .connect(uri.getHost(), uri.getPort())
                .sync();
        return ready.get(20, TimeUnit.SECONDS);
    }

    private static final class Receiver extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final LoadConnection connection;
        private final CompletableFuture<LoadConnection> ready;

        private Receiver(LoadConnection connection, CompletableFuture<LoadConnection> ready) {
            this.connection = connection;
            this.ready = ready;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, @Nullable Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ready.complete(connection);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            connection.listener.accept(frame.content());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ready.completeExceptionally(new IllegalStateException("the relay closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ready.completeExceptionally(cause);
            context.close();
        }
    }

    /** Who hears what comes in from now on, on the event loop; the buffer is only lent. */
    void listen(Consumer<ByteBuf> newListener) {
        listener = newListener;
    }

    /** Runs something on the connection's event loop. */
    void run(Runnable task) {
        channel.eventLoop().execute(task);
    }

    /** Queues a message. */
    void write(byte[] text) {
        channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)), channel.voidPromise());
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
