package dev.souk.relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.config.ServerConfig;
import dev.souk.relay.config.ServerConfig.ForwardedHeader;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8::/32");

    private static ClientAddress addresses(ForwardedHeader header) {
        return new ClientAddress(ServerConfig.DEFAULT.behind(PROXIES, header, false));
    }

    private static InetAddress address(String text) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(text));
    }

    private static String of(ForwardedHeader header, String peer, String... lines) {
        HttpHeaders headers = new DefaultHttpHeaders();
        String name = header == ForwardedHeader.FORWARDED ? "Forwarded" : "X-Forwarded-For";
        for (String line : lines) {
            headers.add(name, line);
        }
        return addresses(header).of(new InetSocketAddress(address(peer), 443), headers);
    }

    private static String xForwardedFor(String peer, String... lines) {
        return of(ForwardedHeader.X_FORWARDED_FOR, peer, lines);
    }

    private static String forwarded(String... lines) {
        return of(ForwardedHeader.FORWARDED, "10.0.0.1", lines);
    }

    @Test
    void theHeaderOfAStrangerIsIgnored() {
        assertEquals("192.0.2.1", xForwardedFor("192.0.2.1", "203.0.113.9"));
    }

    @Test
    void whatATrustedProxyAppendedCounts() {
        assertEquals("203.0.113.9", xForwardedFor("10.0.0.1", "203.0.113.9"));
        assertEquals("203.0.113.9", xForwardedFor("10.0.0.1", "1.1.1.1, 203.0.113.9"));
    }

    @Test
    void severalTrustedProxiesAreFollowed() {
        assertEquals("203.0.113.9", xForwardedFor("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.1.1.1, 2001:db8::7"));
    }

    @Test
    void aProxyThatAddsALineOfItsOwnIsNotTalkedOverByTheClientsLine() {
        assertEquals("203.0.113.9", xForwardedFor("10.0.0.1", "1.1.1.1", "203.0.113.9"));
        assertEquals("203.0.113.9", forwarded("for=1.1.1.1", "for=203.0.113.9"));
    }

    @ParameterizedTest(name = "what is no address ends the chain at the last one known: {0}")
    @ValueSource(
            strings = {"", "unknown", "[market]", "localhost", "1.2.3", "1.2.3.4.5", "::x", "[::1", ",", "1.1.1.1,,"})
    void whatIsNoAddressEndsTheChain(String claim) {
        assertEquals("10.0.0.1", xForwardedFor("10.0.0.1", claim));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "203.0.113.9:4711, 203.0.113.9",
        "[2001:db9::17]:4711, 2001:db9:0:0:0:0:0:17",
        "[2001:db9::17], 2001:db9:0:0:0:0:0:17",
        "2001:db9::17, 2001:db9:0:0:0:0:0:17",
        "::ffff:203.0.113.9, 203.0.113.9"
    })
    void portsAndFormsOfAddressesAreUnderstood(String written, String meant) {
        assertEquals(meant, xForwardedFor("10.0.0.1", written));
    }

    @Test
    void aPeerThatCameOverIpv6WithAnIpv4AddressIsThatOne() throws UnknownHostException {
        assertTrue(addresses(ForwardedHeader.NONE).isTrusted(address("::ffff:10.0.0.1")));
        assertFalse(addresses(ForwardedHeader.NONE).isTrusted(address("::ffff:11.0.0.1")));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9 | 203.0.113.9",
                "For=\"203.0.113.9:80\";proto=https;by=10.0.0.1 | 203.0.113.9",
                "proto=https; FOR=203.0.113.9 | 203.0.113.9",
                "for=\"[2001:db9:cafe::17]:4711\" | 2001:db9:cafe:0:0:0:0:17",
                "for=1.1.1.1, for=203.0.113.9 | 203.0.113.9",
                "for=203.0.113.9, for=10.0.0.7 | 203.0.113.9",
                "for=\"1.1.1.1, for=203.0.113.9 | 203.0.113.9",
                "for=\"a,b;for=1.1.1.1\", for=203.0.113.9 | 203.0.113.9",
                "for=unknown | 10.0.0.1",
                "for=_hidden, for=10.0.0.7 | 10.0.0.7",
                "proto=https | 10.0.0.1",
                "for= | 10.0.0.1",
                "203.0.113.9 | 10.0.0.1"
            })
    void forwardedIsReadAsRfc7239SaysFromTheRight(String header, String client) {
        assertEquals(client, forwarded(header));
    }

    @Test
    void theHeaderThatIsNotConfiguredIsIgnored() {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.add("Forwarded", "for=1.1.1.1").add("X-Forwarded-For", "2.2.2.2");
        InetSocketAddress peer = new InetSocketAddress(address("10.0.0.1"), 1);
        assertEquals("2.2.2.2", addresses(ForwardedHeader.X_FORWARDED_FOR).of(peer, headers));
        assertEquals("1.1.1.1", addresses(ForwardedHeader.FORWARDED).of(peer, headers));
        assertEquals("10.0.0.1", addresses(ForwardedHeader.NONE).of(peer, headers));
    }

    @ParameterizedTest(name = "{0} is refused")
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "localhost", "::/129", "10.0.0.0/x", "", "10.0.0.0/"})
    void aRangeThatIsNoneIsRefused(String range) {
        ServerConfig config = ServerConfig.DEFAULT.behind(List.of(range), ForwardedHeader.NONE, false);
        assertThrows(IllegalArgumentException.class, () -> new ClientAddress(config));
    }
}
