package dev.souk.relay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the PROXY header, version 1 or 2, with which a trusted proxy begins each connection, and remembers who is behind
 * it. A connection that begins with anything else is closed, as the specification asks for. Runs on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed close is one all the same.
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
    /** Of the second version, what comes behind the addresses; proxies send some hundred bytes at most. */
    static final int MAX_EXTRA_BYTES = 2_048;

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);
    private static final AttributeKey<InetSocketAddress> SOURCE = AttributeKey.valueOf(ProxyHeader.class, "source");

    private final Endpoint endpoint;
    private final RelayServices services;

    ProxyHeader(Endpoint endpoint, RelayServices services) {
        this.endpoint = endpoint;
        this.services = services;
    }

    /** Who is at the other end of this channel: as a PROXY header said, else as the socket says. */
    static InetSocketAddress peer(Channel channel) {
        return Optional.ofNullable(channel.attr(SOURCE).get())
                .orElseGet(() -> (InetSocketAddress) channel.remoteAddress());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
        Optional<InetSocketAddress> source = source(header);
        if (source.isPresent() && !mayEnter(context, source.get())) {
            return;
        }
        source.ifPresent(context.channel().attr(SOURCE)::set);
        context.pipeline().remove(this);
    }

    /** Closes the connection when not. */
    private boolean mayEnter(ChannelHandlerContext context, InetSocketAddress source) {
        if (services.blocked().contains(source.getAddress().getHostAddress())) {
            context.close();
            return false;
        }
        return Entrance.pass(context, source, endpoint, services);
    }

    /** Nobody when the proxy speaks for itself, as in a health check, or for something that has no such address. */
    private static Optional<InetSocketAddress> source(HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean isForAnother = header.command() == HAProxyCommand.PROXY
                && (family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6);
        return isForAnother
                ? Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(header.sourceAddress()))
                        .map(address -> new InetSocketAddress(address, header.sourcePort()))
                : Optional.empty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=no-proxy-header address={}", context.channel().remoteAddress(), cause);
        context.close();
    }
}
