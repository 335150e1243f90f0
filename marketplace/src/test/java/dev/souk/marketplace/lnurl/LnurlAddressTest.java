package dev.souk.marketplace.lnurl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bech32;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LnurlAddressTest {
    private static Optional<String> url(String text) {
        return LnurlAddress.parse(text).map(LnurlAddress::url);
    }

    private static String lnurl(String url) {
        return Bech32.write("lnurl", Bech32.words(url.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsALightningAddress() {
        assertEquals(Optional.of("https://pay.example/.well-known/lnurlp/bob"), url("bob@pay.example"));
        assertEquals(url("bob@pay.example"), url(" lightning:BOB@Pay.Example "));
        assertEquals(Optional.of("https://a.b-c.example/.well-known/lnurlp/b.o-b_+1"), url("b.o-b_+1@a.b-c.example"));
    }

    @Test
    void readsABech32Url() {
        String url = "https://pay.example/api?q=1&r=%2F";

        assertEquals(Optional.of(url), url(lnurl(url)));
        assertEquals(Optional.of(url), url("lightning:" + lnurl(url).toUpperCase(Locale.ROOT)));
        assertEquals(Optional.of("https://pay.example/"), url(lnurl("HTTPS://PAY.example:443#fragment")));
    }

    @Test
    void knowsTheSameAddressInEitherSpelling() {
        assertEquals(
                LnurlAddress.parse("bob@pay.example"),
                LnurlAddress.parse(lnurl("https://pay.example/.well-known/lnurlp/bob")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pay.example/",
                "https://pay.example:8443/",
                "https://user@pay.example/",
                "https:///path",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://1.2.3.4.5/",
                "https://localhost/",
                "https://hidden.onion/",
                "https://pay.example./",
                "https://-pay.example/",
                "https://pay..example/",
                "https://päy.example/",
                "https://pay.example/é",
                "https://pay.example/a b",
                "https://pay.example/\r\nX: y",
                "https://pay.example/\u0000",
                "file:///etc",
                "https:pay.example",
                "//pay.example/",
                "pay.example",
                "",
                "https://pay.example%00.evil.example/",
                "https://pay.example\\@evil.example/",
                "https://a_b.example/",
            })
    void refusesUrlsThatAreNotPlainlyPublic(String url) {
        assertEquals(Optional.empty(), url(lnurl(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "bob@",
                "@pay.example",
                "bob",
                "bob@localhost",
                "bob@127.0.0.1",
                "bob@[::1]",
                "b b@pay.example",
                "b/b@pay.example",
                "b?b@pay.example",
                "b%2fb@pay.example",
                "bob@pay.example/x",
                "bob@pay.example:443",
                "bob@al@pay.example",
                "bob@hidden.onion",
                "böb@pay.example",
                "lnurl1",
                "lnbc1qqqqqqqq",
                "https://pay.example/",
            })
    void refusesWhatIsNoAddress(String text) {
        assertEquals(Optional.empty(), url(text));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertEquals(Optional.empty(), url("b".repeat(65) + "@pay.example"));
        assertEquals(Optional.empty(), url("bob@" + "a.".repeat(126) + "example"));
        assertEquals(Optional.empty(), url("bob@" + "a".repeat(64) + ".example"));
        assertEquals(Optional.empty(), url("bob@pay.example" + " ".repeat(LnurlAddress.MAX_LENGTH)));
    }
}
