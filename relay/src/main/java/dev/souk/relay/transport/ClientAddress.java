package dev.souk.relay.transport;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is behind proxies: {@code X-Forwarded-For} is read from the right, as each proxy appends what it saw, and
 * believed as long as the speaker is a trusted one. Thread-safe.
 */
public final class ClientAddress {
    private final List<IpSubnetFilterRule> trusted;

    /**
     * @param trustedProxies addresses and CIDR ranges
     * @throws IllegalArgumentException when one is neither
     */
    public ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(ClientAddress::range).toList();
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
     * @param peer who is at the other end of the socket
     * @param forwardedFor the header's value, or null when there is none
     */
    String of(InetSocketAddress peer, @Nullable String forwardedFor) {
        InetAddress client = peer.getAddress();
        String[] hops = forwardedFor == null ? new String[0] : forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            InetAddress hop = NetUtil.createInetAddressFromIpAddressString(hops[i].strip());
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client.getHostAddress();
    }

    /** True for a proxy whose word counts. */
    boolean isTrusted(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(range -> range.matches(socket));
    }
}
