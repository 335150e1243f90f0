package dev.souk.relay.management;

import java.util.List;
import java.util.Optional;

/**
 * An HTTP request that means a call. Everything in it comes from a stranger.
 *
 * @param address the client's, as far as trusted proxies tell
 * @param authorization the values of all {@code Authorization} headers
 * @param host what the client called the relay, with the port if it named one
 * @param body not to be changed
 */
public record ManagementRequest(String address, List<String> authorization, Optional<String> host, byte[] body) {
    public ManagementRequest {
        authorization = List.copyOf(authorization);
    }
}
