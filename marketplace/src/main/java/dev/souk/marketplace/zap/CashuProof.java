package dev.souk.marketplace.zap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a Cashu proof (NUT-00) can be told without its mint.
 *
 * @param amount in the mint's unit, 0 or more
 * @param secret what makes it one of its kind: a mint redeems it once
 */
record CashuProof(long amount, String secret) {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Reads the JSON of one proof; nothing when it is malformed or lacks either field. */
    static Optional<CashuProof> read(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Optional<CashuProof> proof = fields(parser);
            return parser.nextToken() == null ? proof : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<CashuProof> fields(JsonParser parser) throws IOException {
        @Nullable Long amount = null;
        @Nullable String secret = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("amount") && value == JsonToken.VALUE_NUMBER_INT) {
                // One that does not fit throws, as one that is malformed does.
                amount = parser.getLongValue();
            } else if (name.equals("secret") && value == JsonToken.VALUE_STRING) {
                secret = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return amount == null || amount < 0 || secret == null
                ? Optional.empty()
                : Optional.of(new CashuProof(amount, secret));
    }
}
