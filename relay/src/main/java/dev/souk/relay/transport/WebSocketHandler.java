package dev.souk.relay.transport;

import dev.souk.protocol.json.ClientMessageReader;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Outlet;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.session.Session;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames to the {@link Session} and parcels to frames, and the bounds of one connection: what waits to be sent, how long
 * nothing moves, how long nothing is heard. Everything runs on the channel's event loop, but for the {@link Connection}
 * methods, which may come from anywhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class WebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame>
        implements NettyOutlet.Line, Janitor.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);
    private static final int RSV1 = 4;
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int POLICY_VIOLATION = 1008;
    private static final int TOO_BIG = 1009;
    private static final int INTERNAL_ERROR = 1011;

    /** Below this a connection is no laggard, however much the others keep waiting. */
    static final long SMALL_BACKLOG = 64 << 10;

    private final Channel channel;
    private final long number;
    private final String address;
    private final Optional<String> host;
    private final boolean isDeflated;
    private final NettyOutlet outlet;
    private final Supplier<LimitsConfig> limits;
    private final RelayMetrics metrics;
    private final Session session;
    private final Backlog backlog;
    private final FramePacker packer;
    private final FragmentedMessages fragments;

    /** Callbacks that wait until the client has read what it was sent. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private volatile boolean isClosing;

    /** Since when nothing more is sent; the closing handshake has its time from here. */
    private OptionalLong silentSinceNanos = OptionalLong.empty();

    private long lastHeardNanos = System.nanoTime();
    private long lastPingNanos = System.nanoTime();

    /**
     * @param backlog the channel's, from before
     * @param isDeflated whether permessage-deflate was negotiated
     * @param address the client's, as far as trusted proxies tell
     * @param host what the client called the relay
     */
    WebSocketHandler(
            Channel channel,
            long number,
            String address,
            Optional<String> host,
            boolean isDeflated,
            NettyOutlet outlet,
            Backlog backlog,
            RelayServices services) {
        this.channel = channel;
        this.number = number;
        this.address = address;
        this.host = host;
        this.isDeflated = isDeflated;
        this.outlet = outlet;
        this.limits = services::limits;
        this.metrics = services.metrics();
        this.backlog = backlog;
        this.packer = new FramePacker(channel, backlog);
        this.fragments = new FragmentedMessages(limits.get().maxMessageBytes());
        this.session = services.sessions().apply(this);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Optional<String> host() {
        return host;
    }

    /** What puts together the messages that this one acts on: its place in the pipeline is before it. */
    ChannelHandler fragments() {
        return fragments;
    }

    /** The handshake is done. */
    void begin() {
        session.begin();
    }

    @Override
    public Outlet outlet() {
        return outlet;
    }

    @Override
    public boolean isOpen() {
        return !isClosing && channel.isActive();
    }

    @Override
    public void setReading(boolean reads) {
        channel.config().setAutoRead(reads);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        lastHeardNanos = System.nanoTime();
        if (isClosing) {
            return;
        }
        switch (frame) {
            case TextWebSocketFrame text -> receive(text);
            case BinaryWebSocketFrame binary -> close(UNSUPPORTED_DATA, "messages are text");
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame pong -> {}
            case CloseWebSocketFrame close -> close(NORMAL, "");
            default -> close(PROTOCOL_ERROR, "unexpected frame");
        }
    }

    private void receive(TextWebSocketFrame frame) {
        byte[] bytes = ByteBufUtil.getBytes(frame.content());
        if (frame.rsv() == 0) {
            session.receive(ClientMessageReader.read(bytes));
        } else if (frame.rsv() == RSV1 && isDeflated) {
            Optional<byte[]> inflated = Inflate.message(bytes, limits.get().maxMessageBytes());
            if (inflated.isPresent()) {
                session.receive(ClientMessageReader.read(inflated.get()));
            } else {
                close(TOO_BIG, "damaged, or longer than " + limits.get().maxMessageBytes() + " bytes");
            }
        } else {
            close(PROTOCOL_ERROR, "reserved bits without an extension");
        }
    }

    @Override
    public void write(Parcel parcel) {
        if (parcel instanceof Parcel.Callback(var to, Runnable action)) {
            callBack(action);
        } else if (isOpen() && !isCancelled(parcel)) {
            switch (parcel) {
                case Parcel.Message(var to, byte[] json) -> packer.text(json);
                case Parcel.Delivery delivery when isDeflated -> packer.deflatedDelivery(delivery);
                case Parcel.Delivery delivery -> packer.delivery(delivery);
                case Parcel.Callback callback -> {}
            }
        }
    }

    private static boolean isCancelled(Parcel parcel) {
        return parcel instanceof Parcel.Delivery delivery
                && delivery.isCancelled().getAsBoolean();
    }

    /** Runs {@code action} when the client can take more, or has gone. */
    private void callBack(Runnable action) {
        if (channel.isActive() && !isClosing) {
            flush();
            if (!channel.isWritable()) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /** Flushes, and closes the connection when too much stays behind. */
    @Override
    public void flush() {
        packer.handOver();
        channel.flush();
        long left = backlog.account();
        if (left > limits.get().maxOutboundBytes()) {
            closeSlow("more than " + limits.get().maxOutboundBytes() + " bytes are waiting to be read");
        } else if (left > SMALL_BACKLOG
                && metrics.outboundBytes().get() > limits.get().maxTotalOutboundBytes()) {
            closeSlow("the relay runs short of memory for clients that do not read");
        }
    }

    @Override
    public void failed(Throwable cause) {
        LOG.error("event=write-failed connection={}", number, cause);
        cut();
    }

    private void closeSlow(String reason) {
        if (!isClosing) {
            metrics.slowClosed().increment();
            LOG.info(
                    "event=closed-slow connection={} address={} backlog={} why=\"{}\"",
                    number,
                    address,
                    backlog.waiting(),
                    reason);
        }
        // There is no use in a close frame behind a backlog that nobody reads.
        cut();
    }

    /** Closes the connection at once. On the event loop. */
    private void cut() {
        fallSilent();
        channel.close();
    }

    /** Sends nothing more, and lets go who waits for room to send. On the event loop. */
    private void fallSilent() {
        isClosing = true;
        if (silentSinceNanos.isEmpty()) {
            silentSinceNanos = OptionalLong.of(System.nanoTime());
        }
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        backlog.account();
        while (channel.isWritable() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void tick(long nowNanos) {
        backlog.account();
        session.tick(nowNanos);
        if (isClosing) {
            closeIfLate(nowNanos);
        } else if (backlog.isStalled(nowNanos, limits.get().stallTimeout())) {
            closeSlow("nothing was read for " + limits.get().stallTimeout().toSeconds() + " seconds");
        } else if (isIdle(nowNanos, limits.get().idleTimeout())) {
            LOG.debug("event=closed-idle connection={}", number);
            cut();
        } else if (nowNanos - Math.max(lastHeardNanos, lastPingNanos)
                > limits.get().pingInterval().toNanos()) {
            lastPingNanos = nowNanos;
            channel.writeAndFlush(new PingWebSocketFrame());
        }
    }

    private boolean isIdle(long nowNanos, Duration timeout) {
        return nowNanos - lastHeardNanos > timeout.toNanos() || fragments.isIncompleteFor(timeout, nowNanos);
    }

    /** A close frame behind what nobody reads never goes out. */
    private void closeIfLate(long nowNanos) {
        long grace = limits.get().handshakeTimeout().toNanos();
        if (silentSinceNanos.isPresent() && nowNanos - silentSinceNanos.getAsLong() > grace) {
            channel.close();
        }
    }

    @Override
    public void closeIf(Predicate<String> isBlocked) {
        if (isBlocked.test(address)) {
            close(POLICY_VIOLATION, "this address is blocked");
        }
    }

    @Override
    public void close(int status, String reason) {
        isClosing = true;
        if (channel.eventLoop().inEventLoop()) {
            part(status, reason);
        } else {
            channel.eventLoop().execute(() -> part(status, reason));
        }
    }

    /** What was put together before goes out before the close frame. */
    private void part(int status, String reason) {
        if (silentSinceNanos.isPresent()) {
            return;
        }
        packer.handOver();
        if (channel.isActive()) {
            channel.writeAndFlush(new CloseWebSocketFrame(status, reason)).addListener(done -> channel.close());
        }
        fallSilent();
    }

    /** Ends the conversation because the relay stops. */
    void goAway() {
        close(GOING_AWAY, "the relay is going away");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        backlog.account();
        session.gone();
        fallSilent();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case TooLongFrameException tooLong ->
                close(TOO_BIG, "at most " + limits.get().maxMessageBytes() + " bytes");
            // The decoder has sent the fitting close frame itself.
            case CorruptedWebSocketFrameException corrupted -> fallSilent();
            case IOException gone -> channel.close();
            default -> {
                LOG.error("event=session-failed connection={}", number, cause);
                close(INTERNAL_ERROR, "internal error");
            }
        }
    }
}
