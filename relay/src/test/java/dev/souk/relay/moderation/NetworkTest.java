package dev.souk.relay.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1/32, 192.0.2.1",
        "192.0.2.77/24, 192.0.2.0/24",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255, 255.255.255.255",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8::1/64, 2001:db8::/64",
        "::, ::",
        "::1, ::1",
        "::/0, ::/0",
        "1::, 1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "fe80::1%eth0, fe80::1",
        "10:10:10:10:10:10:10:10, 10:10:10:10:10:10:10:10"
    })
    void isWrittenInOneWay(String text, String written) {
        assertEquals(written, network(text).toString());
        assertEquals(network(text), network(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3.4",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/",
                "1.2.3.4/8/8",
                " 1.2.3.4",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "::1/129",
                "::1/x",
                "localhost",
                "example.com",
                "cafe"
            })
    void isNothingElse(String text) {
        assertEquals(Optional.empty(), Network.parse(text));
    }

    @Test
    void containsItsAddresses() {
        assertTrue(network("10.0.0.0/8").contains(network("10.255.0.1")));
        assertFalse(network("10.0.0.0/8").contains(network("11.0.0.1")));
        assertTrue(network("10.0.0.0/8").contains(network("::ffff:10.1.2.3")));
        assertFalse(network("::/8").contains(network("2001:db8::1")));
        assertTrue(network("2001:db8::/63").contains(network("2001:db8:0:1::")));
        assertFalse(network("2001:db8::/63").contains(network("2001:db8:0:2::")));
        assertTrue(network("2001:db8::/65").contains(network("2001:db8::7fff:0:0:1")));
        assertFalse(network("2001:db8::/65").contains(network("2001:db8::8000:0:0:1")));
        assertFalse(network("10.0.0.1").contains(network("10.0.0.0/8")));
    }
}
