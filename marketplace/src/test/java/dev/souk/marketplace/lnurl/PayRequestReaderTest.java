package dev.souk.marketplace.lnurl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayRequestReaderTest {
    private static final Bytes32 KEY = Bytes32.ofHex("0a".repeat(32));
    private static final String NAMED = "\"tag\":\"payRequest\",\"nostrPubkey\":\"" + KEY + "\"";

    private static LnurlOutcome read(String document) {
        return PayRequestReader.read(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsTheKeyAndWhetherReceiptsAreMade() {
        assertEquals(new LnurlOutcome.Found(KEY, true), read("{" + NAMED + ",\"allowsNostr\":true}"));
        assertEquals(new LnurlOutcome.Found(KEY, false), read("{" + NAMED + ",\"allowsNostr\":false}"));
        assertEquals(new LnurlOutcome.Found(KEY, false), read("{" + NAMED + "}"));
        assertEquals(
                new LnurlOutcome.Found(KEY, true),
                read("{\"x\":[{\"tag\":1}]," + NAMED.replace("0a", "0A") + ",\"allowsNostr\":true}"));
    }

    @Test
    void takesNoOtherTypeForTheRightOne() {
        for (String value : List.of("\"true\"", "1", "null", "[true]")) {
            assertEquals(new LnurlOutcome.Found(KEY, false), read("{" + NAMED + ",\"allowsNostr\":" + value + "}"));
        }
        for (String value : List.of("1", "null", "[\"payRequest\"]", "\"payrequest\"", "{\"tag\":\"payRequest\"}")) {
            assertEquals(new LnurlOutcome.Refused("not-a-pay-request"), read("{\"tag\":" + value + "}"));
        }
        for (String value : List.of("1", "null", "\"" + KEY + "00\"", "[\"" + KEY + "\"]", "\"npub1\"")) {
            assertEquals(
                    new LnurlOutcome.Refused("no-nostr-key"),
                    read("{\"tag\":\"payRequest\",\"nostrPubkey\":" + value + "}"));
        }
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        List<String> bad = List.of(
                "",
                "null",
                "[]",
                "{",
                "{" + NAMED,
                "{" + NAMED + "} x",
                "{" + NAMED + "," + NAMED + "}",
                "{\"x\":" + "[".repeat(60_000),
                "{'tag':'payRequest'}",
                "{\"x\":NaN}",
                "\uFEFF{" + NAMED + "}");
        for (String document : bad) {
            assertEquals(new LnurlOutcome.Refused("not-json"), read(document));
        }
        byte[] utf16 = ("{" + NAMED + "}").getBytes(StandardCharsets.UTF_16LE);
        assertEquals(new LnurlOutcome.Refused("not-json"), PayRequestReader.read(utf16));
        assertEquals(new LnurlOutcome.Refused("not-json"), PayRequestReader.read(new byte[] {'{', (byte) 0xFF, '}'}));
    }
}
