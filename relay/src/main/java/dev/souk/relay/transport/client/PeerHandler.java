package dev.souk.relay.transport.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The end of the pipeline of one connection. Reads no further while more than {@value #HIGH} bytes of messages wait for the
 * listener's side. Owned by the netty thread, but for what is atomic.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, and that is heard.
final class PeerHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final long HIGH = 4 << 20;
    private static final long LOW = 1 << 20;
    /** What a message takes beside its bytes: small ones count, too. */
    private static final long MESSAGE_BYTES = 200;

    private static final int MAX_CAUSES = 10;
    private static final int MAX_SILENCES = 3;

    private final PeerListener listener;
    private final CompletableFuture<Optional<String>> handshake = new CompletableFuture<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean isPaused = new AtomicBoolean();
    private int silences;
    private String why = "";
    private boolean isOpen;

    PeerHandler(PeerListener listener) {
        this.listener = listener;
    }

    /** Waits for the end of the handshake. */
    void awaitHandshake(Channel channel) throws InterruptedException {
        try {
            // Ends in any case: the pipeline has time-outs, and a closed channel completes it.
            Optional<String> problem = handshake.get();
            if (problem.isPresent()) {
                throw new PeerException("is no relay: " + problem.get());
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new PeerException("is no relay", e);
        } catch (InterruptedException e) {
            channel.close();
            throw e;
        }
    }

    /** A message of so many bytes is dealt with. Any thread. */
    void consumed(Channel channel, int bytes) {
        waiting.addAndGet(-bytes - MESSAGE_BYTES);
        resumeWhenLow(channel);
    }

    private void resumeWhenLow(Channel channel) {
        if (waiting.get() < LOW && isPaused.compareAndSet(true, false)) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case ClientHandshakeStateEvent.HANDSHAKE_COMPLETE -> {
                isOpen = true;
                handshake.complete(Optional.empty());
            }
            case ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT -> end(context, "it does not answer the handshake");
            case IdleStateEvent idle -> silence(context);
            default -> {}
        }
    }

    private void silence(ChannelHandlerContext context) {
        if (!isOpen || isPaused.get()) {
            return;
        }
        if (silences++ == MAX_SILENCES) {
            end(context, "it is silent");
        } else {
            context.writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        silences = 0;
        switch (frame) {
            case TextWebSocketFrame text -> {
                byte[] utf8 = new byte[text.content().readableBytes()];
                text.content().readBytes(utf8);
                if (waiting.addAndGet(utf8.length + MESSAGE_BYTES) > HIGH && isPaused.compareAndSet(false, true)) {
                    context.channel().config().setAutoRead(false);
                    // They may have been dealt with before it was seen that reading has paused.
                    resumeWhenLow(context.channel());
                }
                listener.message(utf8);
            }
            case CloseWebSocketFrame close ->
                end(context, "it closed with code " + close.statusCode() + reason(close.reasonText()));
            default -> {}
        }
    }

    private static String reason(@Nullable String text) {
        return text == null || text.isEmpty() ? "" : ", " + text;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, describe(cause));
    }

    /** Why something failed, for the log; what the other side has written is in none of it. */
    static String describe(Throwable cause) {
        if (cause instanceof TooLongFrameException
                || String.valueOf(cause.getMessage()).contains("Max frame length")) {
            return "it sent a message that is too long";
        }
        Throwable root = cause;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
    }

    private void end(ChannelHandlerContext context, String reason) {
        if (why.isEmpty()) {
            why = reason;
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String reason = why.isEmpty() ? "it closed the connection" : why;
        if (!handshake.complete(Optional.of(reason))) {
            listener.ended(reason);
        }
    }
}
