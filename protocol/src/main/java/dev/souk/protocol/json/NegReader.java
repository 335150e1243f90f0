package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.SubscriptionId;
import java.io.IOException;
import java.util.HexFormat;

/** Reads NEG-OPEN and NEG-MSG (NIP-77). What is wrong behind a good id is answered by NEG-ERR. */
final class NegReader {
    private NegReader() {}

    /** The message whose verb the parser has just passed. */
    static ClientMessage read(JsonParser parser, String verb) throws IOException {
        SubscriptionId id = ClientMessageReader.subscriptionId(parser, verb);
        try {
            return verb.equals("NEG-OPEN") ? open(parser, id) : new ClientMessage.NegMsg(id, message(parser));
        } catch (MalformedException e) {
            return new ClientMessage.RefusedNeg(id, Reason.invalid(String.valueOf(e.getMessage())));
        } catch (RefusedFilterException e) {
            return new ClientMessage.RefusedNeg(id, e.reason());
        } catch (IOException e) {
            return new ClientMessage.RefusedNeg(id, Reason.invalid("not JSON"));
        }
    }

    private static ClientMessage open(JsonParser parser, SubscriptionId id) throws IOException {
        parser.nextToken();
        Filter filter = FilterReader.at(parser).filter();
        return new ClientMessage.NegOpen(id, filter, message(parser));
    }

    private static byte[] message(JsonParser parser) throws IOException {
        parser.nextToken();
        String hex = Json.string(parser, "the message");
        ClientMessageReader.skipRest(parser);
        try {
            byte[] message = HexFormat.of().parseHex(hex);
            if (message.length == 0) {
                throw new MalformedException("the message is empty");
            }
            return message;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the message is not hex");
        }
    }
}
