package dev.souk.relay.transport.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An open connection to another relay. Thread-safe, but for {@link #send}, which belongs to one thread. */
@SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, and that is heard.
public final class PeerSocket implements AutoCloseable {
    private final Channel channel;
    private final PeerHandler handler;

    PeerSocket(Channel channel, PeerHandler handler) {
        this.channel = channel;
        this.handler = handler;
    }

    /**
     * Sends a message, and waits until the system has taken it in: who sends more than the other side reads is held up here.
     *
     * @return false when that takes longer than {@code patience}, or the connection has ended
     */
    public boolean send(String message, Duration patience) throws InterruptedException {
        ChannelFuture sent = channel.writeAndFlush(new TextWebSocketFrame(message));
        return sent.await(patience.toMillis(), TimeUnit.MILLISECONDS) && sent.isSuccess();
    }

    /** A message of so many bytes is dealt with, so that more may be read. */
    public void consumed(int bytes) {
        handler.consumed(channel, bytes);
    }

    /** Ends the connection; the listener is told. */
    @Override
    public void close() {
        channel.close();
    }
}
