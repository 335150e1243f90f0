package dev.souk.relay.rate;

import dev.souk.relay.moderation.Network;

/** What counts as one client's address: an IPv4 one by itself, an IPv6 one by its /64, which is what one line is given. */
public final class Subnet {
    private static final int LINE = 64;

    private Subnet() {}

    /** The key to count {@code address} by. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return Network.address(address)
                .map(one -> one.widenedTo(LINE).toString())
                .orElse(address);
    }
}
