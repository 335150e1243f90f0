package dev.souk.marketplace.lnurl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class HostPaceTest {
    private final HostPace pace = new HostPace();

    @Test
    void aHostIsAskedAtMostOnceInTwoSeconds() {
        assertTrue(pace.enter("pay.example", 1_000));
        assertFalse(pace.enter("pay.example", 1_001));
        assertTrue(pace.enter("other.example", 1_001));
        assertTrue(pace.enter("pay.example", 1_002));
    }

    @Test
    void whoeverHasANetworkOfIpv6HasAllItsAddresses() throws Exception {
        assertEquals(network("2001:db8:0:1::1"), network("2001:db8:0:1:ffff::2"));
        assertNotEquals(network("2001:db8:0:1::1"), network("2001:db8:0:2::1"));
        assertNotEquals(network("192.0.2.1"), network("192.0.2.2"));
    }

    private static String network(String address) throws Exception {
        return HostPace.network(InetAddress.getByName(address));
    }
}
