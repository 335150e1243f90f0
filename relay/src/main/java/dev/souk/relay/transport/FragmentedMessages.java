package dev.souk.relay.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.time.Duration;
import java.util.OptionalLong;

/** Puts messages together that come in fragments, and knows since when one is incomplete. Owned by the event loop. */
final class FragmentedMessages extends WebSocketFrameAggregator {
    private OptionalLong beganNanos = OptionalLong.empty();

    FragmentedMessages(int maxBytes) {
        super(maxBytes);
    }

    @Override
    protected WebSocketFrame beginAggregation(WebSocketFrame start, ByteBuf content) throws Exception {
        beganNanos = OptionalLong.of(System.nanoTime());
        return super.beginAggregation(start, content);
    }

    @Override
    protected void finishAggregation(WebSocketFrame whole) throws Exception {
        beganNanos = OptionalLong.empty();
        super.finishAggregation(whole);
    }

    /** True when the rest of a message has not come for so long. */
    boolean isIncompleteFor(Duration time, long nowNanos) {
        return beganNanos.isPresent() && nowNanos - beganNanos.getAsLong() > time.toNanos();
    }

    /** Unlike netty's, it does not read on for the rest of a message while the connection is not to be read. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
    }
}
