package dev.souk.relay.info;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.config.InfoConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.extension.InfoFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * The relay information document (NIP-11): what is set, what is on, and only limits that are enforced. {@code software}
 * must be a link to a home page, which this project does not have yet, so it is left out. Immutable.
 *
 * @param config what the operator set
 * @param supportedNips what is on
 * @param version of the software
 * @param additions what extensions add behind it, in their order
 */
public record RelayInfo(
        RelayConfig config, SortedSet<Integer> supportedNips, String version, List<Consumer<InfoFields>> additions) {
    /** What NIP-11 gives to the relay itself; {@code self} may come from an extension, which may have the key. */
    private static final Set<String> OWN_FIELDS = Set.of(
            "name",
            "description",
            "banner",
            "icon",
            "pubkey",
            "contact",
            "terms_of_service",
            "supported_nips",
            "software",
            "version",
            "limitation");

    public RelayInfo {
        additions = List.copyOf(additions);
    }

    /** The document as UTF-8 JSON. */
    public byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            writeIdentity(json, config.info());
            json.writeArrayFieldStart("supported_nips");
            for (int nip : supportedNips) {
                json.writeNumber(nip);
            }
            json.writeEndArray();
            json.writeStringField("version", version);
            json.writeObjectFieldStart("limitation");
            writeLimitation(json);
            json.writeEndObject();
            JsonFields fields = new JsonFields(json, OWN_FIELDS);
            additions.forEach(addition -> addition.accept(fields));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeIdentity(JsonGenerator json, InfoConfig info) throws IOException {
        json.writeStringField("name", info.name());
        json.writeStringField("description", info.description());
        write(json, "banner", info.banner());
        write(json, "icon", info.icon());
        write(json, "pubkey", info.pubkey());
        write(json, "contact", info.contact());
        write(json, "terms_of_service", info.termsOfService());
    }

    private static void write(JsonGenerator json, String field, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(field, value.get());
        }
    }

    private void writeLimitation(JsonGenerator json) throws IOException {
        json.writeNumberField("max_message_length", config.limits().maxMessageBytes());
        json.writeNumberField("max_subscriptions", config.limits().maxSubscriptions());
        json.writeNumberField("max_limit", config.limits().maxLimit());
        json.writeNumberField("max_subid_length", SubscriptionId.MAX_LENGTH);
        json.writeNumberField("max_event_tags", config.limits().maxEventTags());
        json.writeNumberField("max_content_length", config.limits().maxContentCharacters());
        json.writeNumberField("min_pow_difficulty", config.events().minPow());
        json.writeBooleanField(
                "auth_required",
                config.auth().mode().isForReading() || config.members().isReadByMembersOnly());
        json.writeBooleanField("payment_required", false);
        json.writeBooleanField(
                "restricted_writes",
                config.auth().mode().isForWriting() || config.members().closed());
        if (!config.events().maxAge().isZero()) {
            json.writeNumberField(
                    "created_at_lower_limit", config.events().maxAge().toSeconds());
        }
        json.writeNumberField(
                "created_at_upper_limit", config.events().maxFuture().toSeconds());
        json.writeNumberField("default_limit", config.limits().defaultLimit());
    }
}
