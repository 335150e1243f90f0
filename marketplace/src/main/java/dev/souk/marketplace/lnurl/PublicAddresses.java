package dev.souk.marketplace.lnurl;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses are on the public Internet, by the IANA registries of special-purpose addresses (RFC 6890 and its
 * updates). Everything else may be a neighbour that trusts this machine.
 */
final class PublicAddresses {
    /** Network, and length of its prefix. */
    private static final long[][] SPECIAL_IPV4 = {
        {ipv4(0, 0, 0), 8}, // this network
        {ipv4(10, 0, 0), 8}, // private
        {ipv4(100, 64, 0), 10}, // carrier-grade NAT
        {ipv4(127, 0, 0), 8}, // loopback
        {ipv4(169, 254, 0), 16}, // link-local, where clouds keep their metadata
        {ipv4(172, 16, 0), 12}, // private
        {ipv4(192, 0, 0), 24}, // protocol assignments
        {ipv4(192, 0, 2), 24}, // documentation
        {ipv4(192, 88, 99), 24}, // 6to4 relays
        {ipv4(192, 168, 0), 16}, // private
        {ipv4(198, 18, 0), 15}, // benchmarks
        {ipv4(198, 51, 100), 24}, // documentation
        {ipv4(203, 0, 113), 24}, // documentation
        {ipv4(224, 0, 0), 3}, // multicast, reserved, broadcast
    };

    private PublicAddresses() {}

    /** True when {@code address} is reachable by everybody, and so nobody's secret. */
    static boolean contain(InetAddress address) {
        return switch (address) {
            case Inet4Address ipv4 -> isPublic(ipv4.getAddress());
            case Inet6Address ipv6 -> isPublicIpv6(ipv6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] bytes) {
        long address = ipv4(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF) | bytes[3] & 0xFF;
        for (long[] special : SPECIAL_IPV4) {
            if ((address ^ special[0]) >> 32 - special[1] == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Only 2000::/3 is global unicast; of it not 2001::/23 (Teredo and other assignments), 2001:db8::/32 and 3fff::/20
     * (documentation), and 2002::/16 (6to4, in which any IPv4 address hides).
     */
    private static boolean isPublicIpv6(byte[] bytes) {
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        int second = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        boolean isSpecial = first == 0x2001 && (second < 0x200 || second == 0xDB8)
                || first == 0x2002
                || first == 0x3FFF && second < 0x1000;
        return first >> 13 == 1 && !isSpecial;
    }

    private static long ipv4(int first, int second, int third) {
        return (long) first << 24 | (long) second << 16 | (long) third << 8;
    }
}
