package dev.souk.marketplace.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.relay.extension.InfoFields;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RelayProfileTest {
    @Test
    void saysHowItsNumbersAreMade() throws IOException {
        RelayProfile profile = new RelayProfile(
                "Souk \"\n\u0001\ud800", Optional.of("https://souk.example"), ZapTrust.ANY, 38_690, Optional.empty());
        OwnEvent event = profile.event();
        Map<String, String> fields = fields(event.content());
        assertEquals(0, event.kind());
        assertEquals("Souk \"\n\u0001\ufffd", fields.get("name"));
        assertEquals("https://souk.example", fields.get("website"));
        assertTrue(String.valueOf(fields.get("about")).contains("lightning address"), event.content());
    }

    @Test
    void saysThatNothingIsVerifiedWhereItIsNot() {
        String content = new RelayProfile("Souk", Optional.empty(), ZapTrust.LOCAL, 38_690, Optional.empty())
                .event()
                .content();
        assertTrue(content.contains("no payment is called verified"), content);
    }

    @Test
    void theInformationDocumentNamesWhatTheMarketSpeaks() {
        WrittenFields document = new WrittenFields();
        new RelayProfile("Souk", Optional.empty(), ZapTrust.LOCAL, 38_690, Optional.of("/api/v1")).describe(document);
        assertEquals(
                "{job_market={dialects=[68001, 68001-revised, 68005, 65xxx, 5xxx], status_kind=30383,"
                        + " provider_kind=30382, stats_kind=38690, windows=[1h, 24h, 7d, 30d, all], http=/api/v1,"
                        + " zap_trust=local, rules_version=2}}",
                document.toString());
    }

    /** Notes what is written, in order. */
    private static final class WrittenFields implements InfoFields {
        private final Map<String, Object> fields = new LinkedHashMap<>();

        private WrittenFields put(String name, Object value) {
            fields.put(name, value);
            return this;
        }

        @Override
        public InfoFields text(String name, String value) {
            return put(name, value);
        }

        @Override
        public InfoFields number(String name, long value) {
            return put(name, value);
        }

        @Override
        public InfoFields flag(String name, boolean value) {
            return put(name, value);
        }

        @Override
        public InfoFields texts(String name, List<String> values) {
            return put(name, values);
        }

        @Override
        public InfoFields numbers(String name, List<Integer> values) {
            return put(name, values);
        }

        @Override
        public InfoFields object(String name, Consumer<InfoFields> within) {
            WrittenFields object = new WrittenFields();
            within.accept(object);
            return put(name, object);
        }

        @Override
        public String toString() {
            return fields.toString();
        }
    }

    private static Map<String, String> fields(String json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        }
        return fields;
    }
}
