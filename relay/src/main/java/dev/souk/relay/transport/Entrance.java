package dev.souk.relay.transport;

import dev.souk.protocol.Reason;
import dev.souk.relay.read.Entry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Counts each channel among the connections of its client's address, once: when it opens, behind a proxy with a PROXY
 * header when that has come. Where a proxy says in each request for whom it is, as it may use one connection for several
 * clients, only WebSockets are counted, at their handshake. On the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed close is one all the same.
final class Entrance {
    private static final AttributeKey<Boolean> IS_COUNTED = AttributeKey.valueOf(Entrance.class, "counted");

    private Entrance() {}

    /** Counts what comes from {@code peer} unless that is a proxy, or turns it away; true when it may go on. */
    static boolean pass(
            ChannelHandlerContext context, InetSocketAddress peer, Endpoint endpoint, RelayServices services) {
        if (endpoint.addresses().isTrusted(peer.getAddress())) {
            return true;
        }
        String address = endpoint.addresses().of(peer, EmptyHttpHeaders.INSTANCE);
        Optional<Reason> refusal = refusal(context.channel(), address, services);
        refusal.ifPresent(reason -> turnAway(context.channel(), HttpReplies.tooMany(reason)));
        return refusal.isEmpty();
    }

    /** Counts the channel as one of this address, if it is not counted yet; or why it may not be. */
    static Optional<Reason> refusal(Channel channel, String address, RelayServices services) {
        if (channel.hasAttr(IS_COUNTED)) {
            return Optional.empty();
        }
        return switch (services.entrance().apply(address)) {
            case Entry.TurnedAway(Reason reason) -> Optional.of(reason);
            case Entry.Admitted(Runnable leave) -> {
                channel.attr(IS_COUNTED).set(true);
                channel.closeFuture().addListener(closed -> leave.run());
                yield Optional.empty();
            }
        };
    }

    /** There are no words for who expects a TLS handshake first. */
    private static void turnAway(Channel channel, FullHttpResponse answer) {
        channel.config().setAutoRead(false);
        if (channel.pipeline().get(SslHandler.class) != null) {
            answer.release();
            channel.close();
            return;
        }
        HttpUtil.setKeepAlive(answer, false);
        channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }
}
