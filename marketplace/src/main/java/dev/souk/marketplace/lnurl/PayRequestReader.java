package dev.souk.marketplace.lnurl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads what a wallet says of itself (LUD-06, NIP-57): three fields, each of its own type and given once. */
final class PayRequestReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(16).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private boolean isPayRequest;
    private boolean allowsNostr;
    private Optional<Bytes32> nostrPubkey = Optional.empty();

    private PayRequestReader() {}

    /** Reads the document, which is UTF-8 and nothing else. */
    static LnurlOutcome read(byte[] document) {
        PayRequestReader reader = new PayRequestReader();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            reader.read(text);
        } catch (IOException e) {
            return new LnurlOutcome.Refused("not-json");
        }
        return reader.outcome();
    }

    private void read(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new LnurlFailure("not-json");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                field(parser, name, parser.nextToken());
            }
            if (parser.nextToken() != null) {
                throw new LnurlFailure("not-json");
            }
        }
    }

    private void field(JsonParser parser, String name, JsonToken value) throws IOException {
        switch (name) {
            case "tag" ->
                isPayRequest =
                        value == JsonToken.VALUE_STRING && parser.getText().equals("payRequest");
            case "allowsNostr" -> allowsNostr = value == JsonToken.VALUE_TRUE;
            case "nostrPubkey" ->
                nostrPubkey = value == JsonToken.VALUE_STRING
                        ? Bytes32.parse(parser.getText().toLowerCase(Locale.ROOT))
                        : Optional.empty();
            default -> {}
        }
        parser.skipChildren();
    }

    private LnurlOutcome outcome() {
        if (!isPayRequest) {
            return new LnurlOutcome.Refused("not-a-pay-request");
        }
        return nostrPubkey
                .<LnurlOutcome>map(key -> new LnurlOutcome.Found(key, allowsNostr))
                .orElseGet(() -> new LnurlOutcome.Refused("no-nostr-key"));
    }
}
