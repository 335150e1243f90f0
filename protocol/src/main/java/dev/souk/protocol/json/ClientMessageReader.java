package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.SubscriptionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads what a client said. Never fails: what cannot be acted upon becomes a message that knows how to answer it. Extra
 * elements behind the ones that EVENT, AUTH and CLOSE define are ignored, as clients ignore those of EOSE (NIP-67).
 * Thread-safe; the work is linear in the bytes.
 */
public final class ClientMessageReader {
    private ClientMessageReader() {}

    /** The message that {@code utf8} holds. */
    public static ClientMessage read(byte[] utf8) {
        try (JsonParser parser = Json.parser(utf8)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return unreadable("a message is an array");
            }
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return unreadable("a message begins with its name");
            }
            return read(parser, parser.getText());
        } catch (IOException e) {
            return unreadable("not JSON");
        } catch (MalformedException e) {
            return unreadable(e.getMessage());
        }
    }

    private static ClientMessage read(JsonParser parser, String verb) throws IOException {
        return switch (verb) {
            case "EVENT" -> event(parser, verb, ClientMessage.Publish::new);
            case "AUTH" -> event(parser, verb, ClientMessage.Authenticate::new);
            case "REQ" -> query(parser, verb, ClientMessageReader::req);
            case "COUNT" -> query(parser, verb, ClientMessageReader::count);
            case "CLOSE" -> close(parser, verb, ClientMessage.Close::new);
            case "NEG-OPEN", "NEG-MSG" -> NegReader.read(parser, verb);
            case "NEG-CLOSE" -> close(parser, verb, ClientMessage.NegClose::new);
            default ->
                new ClientMessage.Unreadable(
                        Reason.unsupported("this relay does not know \"" + Words.shown(verb) + "\""));
        };
    }

    private static ClientMessage.Unreadable unreadable(@org.jspecify.annotations.Nullable String problem) {
        return new ClientMessage.Unreadable(Reason.invalid(String.valueOf(problem)));
    }

    private static ClientMessage event(JsonParser parser, String verb, Function<Event, ClientMessage> message)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return unreadable(verb + " needs an event, which is an object");
        }
        EventReader reader = new EventReader();
        try {
            reader.read(parser);
            skipRest(parser);
            return message.apply(reader.event());
        } catch (MalformedException e) {
            return refused(reader, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(reader, "not JSON");
        }
    }

    private static ClientMessage refused(EventReader reader, String problem) {
        Reason reason = Reason.invalid(problem);
        return reader.id()
                .<ClientMessage>map(id -> new ClientMessage.RefusedEvent(id, reason))
                .orElseGet(() -> new ClientMessage.Unreadable(reason));
    }

    private static ClientMessage query(
            JsonParser parser, String verb, BiFunction<SubscriptionId, List<FilterReader>, ClientMessage> message)
            throws IOException {
        SubscriptionId id = subscriptionId(parser, verb);
        try {
            List<FilterReader> filters = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                filters.add(FilterReader.at(parser));
            }
            end(parser);
            return filters.isEmpty()
                    ? new ClientMessage.RefusedReq(id, Reason.invalid(verb + " needs at least one filter"))
                    : message.apply(id, filters);
        } catch (MalformedException e) {
            return new ClientMessage.RefusedReq(id, Reason.invalid(String.valueOf(e.getMessage())));
        } catch (RefusedFilterException e) {
            return new ClientMessage.RefusedReq(id, e.reason());
        } catch (IOException e) {
            return new ClientMessage.RefusedReq(id, Reason.invalid("not JSON"));
        }
    }

    private static ClientMessage req(SubscriptionId id, List<FilterReader> filters) {
        return new ClientMessage.Req(
                id, filters.stream().map(FilterReader::filter).toList());
    }

    private static ClientMessage count(SubscriptionId id, List<FilterReader> filters) {
        return new ClientMessage.Count(
                id,
                filters.stream().map(FilterReader::filter).toList(),
                filters.size() == 1 ? filters.getFirst().firstItem() : Optional.empty());
    }

    static SubscriptionId subscriptionId(JsonParser parser, String verb) throws IOException {
        parser.nextToken();
        String id = Json.string(parser, "the subscription id of " + verb);
        if (!SubscriptionId.isValid(id)) {
            throw new MalformedException("a subscription id has 1 to " + SubscriptionId.MAX_LENGTH + " characters");
        }
        return new SubscriptionId(id);
    }

    private static ClientMessage close(JsonParser parser, String verb, Function<String, ClientMessage> message)
            throws IOException {
        parser.nextToken();
        String id = Json.string(parser, "the subscription id of " + verb);
        skipRest(parser);
        return message.apply(id);
    }

    static void skipRest(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
        }
        end(parser);
    }

    private static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new MalformedException("unexpected text after the message");
        }
    }
}
