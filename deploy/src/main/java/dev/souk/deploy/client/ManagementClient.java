package dev.souk.deploy.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Hex;
import dev.souk.protocol.JsonBytes;
import dev.souk.protocol.ManagementCall;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Calls the management API of a relay (NIP-86), each call with a proof of its own (NIP-98). */
public final class ManagementClient {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PROOF = 27_235;

    private final RelayUrl url;
    private final String named;
    private final SecretKey key;
    private final InstantSource clock;

    /**
     * @param url where the relay is
     * @param named what it calls itself, if that is something else
     */
    public ManagementClient(RelayUrl url, String named, SecretKey key, InstantSource clock) {
        this.url = url;
        this.named = named;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Calls a method, and returns its result: of a list each entry as a JSON text, of anything else the whole.
     *
     * @param params JSON texts
     * @throws ClientException when the relay cannot be asked, or says no
     */
    public List<String> call(String method, List<String> params) throws InterruptedException {
        byte[] body = body(method, params);
        try {
            Web.Answer answer = Web.post(address(), ManagementCall.CONTENT_TYPE, proof(body), body);
            return read(answer);
        } catch (IOException e) {
            throw new ClientException(url + " gives no answer of a management API: " + e.getMessage(), e);
        }
    }

    /** An empty path is asked for as the root. */
    private URI address() {
        URI http = url.http();
        return http.getPath().isEmpty() ? http.resolve("/") : http;
    }

    private static byte[] body(String method, List<String> params) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("method", method);
            json.writeArrayFieldStart("params");
            for (String param : params) {
                json.writeRawValue(param);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new ClientException("cannot write this call", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String proof(byte[] body) {
        List<Tag> tags = List.of(
                Tag.of("u", named),
                Tag.of("method", "POST"),
                Tag.of("payload", Hex.of(Sha256.digest().digest(body))));
        Draft draft = new Draft(clock.instant().getEpochSecond(), PROOF, tags, "");
        return "Nostr " + Base64.getEncoder().encodeToString(key.sign(draft).json());
    }

    static List<String> read(Web.Answer answer) throws IOException {
        try (JsonParser json = JSON.createParser(answer.body())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("HTTP status " + answer.status());
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("error") && value == JsonToken.VALUE_STRING) {
                    throw new ClientException("the relay refuses: " + JobReport.clean(json.getText()));
                }
                if (field.equals("result")) {
                    return value == JsonToken.START_ARRAY ? elements(json) : List.of(copy(json));
                }
                json.skipChildren();
            }
        }
        throw new IOException("HTTP status " + answer.status() + " without a result");
    }

    private static List<String> elements(JsonParser json) throws IOException {
        List<String> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(copy(json));
        }
        return elements;
    }

    private static String copy(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructure(json);
        }
        return text.toString();
    }

    /** A text as JSON. */
    public static String quoted(String text) {
        try {
            return new String(new JsonBytes(text.length() + 2).string(text).toBytes(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ClientException("a parameter is no Unicode text", e);
        }
    }
}
