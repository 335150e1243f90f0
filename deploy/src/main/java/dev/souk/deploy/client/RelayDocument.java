package dev.souk.deploy.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.util.Optional;

/**
 * What of the relay information document (NIP-11) matters to who asks for jobs.
 *
 * @param self the relay's own key
 * @param marketPath where its market answers over HTTP, such as {@code /api/v1}
 */
public record RelayDocument(Optional<Bytes32> self, Optional<String> marketPath) {
    /**
     * The relay's document.
     *
     * @throws ClientException when it cannot be read
     */
    public static RelayDocument fetch(RelayUrl url) throws InterruptedException {
        try {
            return read(Web.get(url.http(), "application/nostr+json"));
        } catch (IOException e) {
            throw new ClientException(
                    "cannot read the information document (NIP-11) of " + url + ": " + e.getMessage(), e);
        }
    }

    static RelayDocument read(byte[] json) throws IOException {
        Optional<Bytes32> self = Optional.empty();
        Optional<String> path = Optional.empty();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("self") && value == JsonToken.VALUE_STRING) {
                    self = Bytes32.parse(parser.getText());
                } else if (field.equals("job_market") && value == JsonToken.START_OBJECT) {
                    path = marketPath(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new RelayDocument(self, path);
    }

    private static Optional<String> marketPath(JsonParser parser) throws IOException {
        Optional<String> path = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("http") && value == JsonToken.VALUE_STRING) {
                path = Optional.of(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return path.filter(text -> text.matches("(/[A-Za-z0-9._~-]{1,50}){1,8}"));
    }
}
