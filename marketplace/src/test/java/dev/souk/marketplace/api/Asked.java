package dev.souk.marketplace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.souk.relay.extension.HttpRoute;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that was made, and its answer.
 *
 * @param reply as it goes to the relay
 * @param body as text
 */
record Asked(HttpRoute.Reply.Whole reply, String body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Asks for a path with parameters, such as {@code /api/v1/jobs?limit=3}. */
    static Asked get(MarketApi api, String target) {
        HttpRoute.Reply reply = reply(api, target, Map.of());
        if (reply instanceof HttpRoute.Reply.Whole whole) {
            return new Asked(whole, new String(whole.body(), StandardCharsets.UTF_8));
        }
        throw new AssertionError("a stream: " + target);
    }

    /** The reply itself, which may be a stream. */
    static HttpRoute.Reply reply(MarketApi api, String target, Map<String, String> headers) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return api.routes()
                .getFirst()
                .answer()
                .apply(new HttpRoute.Request(HttpRoute.Method.GET, decoded(path), parameters(query), headers));
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] pair = part.split("=", 2);
            parameters
                    .computeIfAbsent(decoded(pair[0]), name -> new ArrayList<>())
                    .add(pair.length > 1 ? decoded(pair[1]) : "");
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    int status() {
        return reply.status();
    }

    String header(String name) {
        return reply.headers().getOrDefault(name, "");
    }

    /** The body, which must be one JSON document. */
    JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    /** The value at a JSON pointer. */
    String at(String pointer) {
        return json().at(pointer).asText("null");
    }

    /** The values of one field of all elements of an array. */
    List<String> each(String array, String field) {
        List<String> values = new ArrayList<>();
        json().path(array).forEach(element -> values.add(element.path(field).asText()));
        return values;
    }
}
