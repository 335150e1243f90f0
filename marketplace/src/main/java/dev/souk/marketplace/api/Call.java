package dev.souk.marketplace.api;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Identifier;
import dev.souk.relay.extension.HttpRoute;
import java.util.Map;
import java.util.Objects;

/**
 * A request to one endpoint.
 *
 * @param variables what stands in the path
 * @param query the parameters
 * @param request as it came
 */
record Call(Map<String, String> variables, Query query, HttpRoute.Request request) {
    Call {
        variables = Map.copyOf(variables);
    }

    /** The text of a variable that the endpoint's template has. */
    String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    /** A public key in the path. */
    Bytes32 pubkey(String name) {
        return Identifier.pubkey(variable(name))
                .orElseThrow(() -> Query.bad(name, "must be a public key: 64 hex digits, or an npub"));
    }

    /** An event id in the path. */
    Bytes32 event(String name) {
        return Identifier.event(variable(name))
                .orElseThrow(() -> Query.bad(name, "must be an event id: 64 hex digits, or a note"));
    }
}
