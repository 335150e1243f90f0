package dev.souk.relay.transport;

import dev.souk.relay.config.ServerConfig;
import dev.souk.relay.config.ServerConfig.ForwardedHeader;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is behind proxies. The configured header is read from the right, as each proxy appends what it saw, and
 * believed as long as the speaker is a trusted one; the other header is for the proxy to set or to remove, and is ignored,
 * as a proxy that knows only one of them passes on what the client says in the other. Thread-safe.
 */
public final class ClientAddress {
    private final List<IpSubnetFilterRule> trusted;
    private final ForwardedHeader header;

    /** @throws IllegalArgumentException when a trusted proxy is neither an address nor a CIDR range */
    public ClientAddress(ServerConfig config) {
        this.trusted =
                config.trustedProxies().stream().map(ClientAddress::range).toList();
        this.header = config.forwardedHeader();
    }

    private static IpSubnetFilterRule range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            if (bytes != null) {
                int prefix = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
                return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an address range: \"" + text + "\"", e);
        }
        throw new IllegalArgumentException("not an address or address range: \"" + text + "\"");
    }

    /**
     * The client's address.
     *
     * @param peer who is at the other end of the socket, or was before a proxy that said so at its beginning
     */
    String of(InetSocketAddress peer, HttpHeaders headers) {
        InetAddress client = plain(peer.getAddress());
        HopsFromTheRight hops = switch (header) {
            case NONE -> HopsFromTheRight.NONE;
            case X_FORWARDED_FOR -> new HopsFromTheRight(headers.getAll("X-Forwarded-For"), "");
            case FORWARDED -> new HopsFromTheRight(headers.getAll("Forwarded"), "for");
        };
        while (isTrusted(client)) {
            Optional<InetAddress> hop = hops.next();
            if (hop.isEmpty()) {
                break;
            }
            client = hop.get();
        }
        return client.getHostAddress();
    }

    /** True for a proxy whose word counts. */
    boolean isTrusted(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(plain(address), 0);
        return trusted.stream().anyMatch(range -> range.matches(socket));
    }

    /** An IPv4 address that came over IPv6 is the IPv4 address. */
    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has another length than addresses have", e);
        }
    }
}
