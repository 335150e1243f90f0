package dev.souk.marketplace.lnurl;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps calls to one host apart, so that nobody can have this relay bother a third party. A host is a name, and it is
 * what the name leads to, too: an address of IPv4, or a /64 of IPv6. Thread-safe: a call that hangs
 * may still be at it when the next one begins. When it knows {@link #MAX_HOSTS} hosts, it forgets the one that was asked
 * longest ago.
 */
final class HostPace {
    /** A host is asked at most once in so many seconds. */
    static final long INTERVAL_SECONDS = 2;

    static final int MAX_HOSTS = 10_000;

    /** When each host was asked last; guarded by this. */
    private final Map<String, Long> asked = new LinkedHashMap<>();

    /** What stands for an address: itself, or its /64. */
    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
    }

    /** True when {@code host} may be asked now, which is noted. A clock that was set back holds nobody up. */
    synchronized boolean enter(String host, long nowSeconds) {
        Long last = asked.get(host);
        if (last != null && nowSeconds >= last && nowSeconds - last < INTERVAL_SECONDS) {
            return false;
        }
        asked.remove(host);
        asked.put(host, nowSeconds);
        if (asked.size() > MAX_HOSTS) {
            asked.remove(asked.keySet().iterator().next());
        }
        return true;
    }
}
