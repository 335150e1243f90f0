package dev.souk.relay.transport;

import java.util.Locale;
import java.util.Optional;

/**
 * The answer to a client's {@code Sec-WebSocket-Extensions} (RFC 7692, section 5). Both sides compress without context
 * takeover: a context costs 240 kB a connection, and without one a broadcast is compressed once for all its receivers.
 */
final class DeflateOffer {
    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private DeflateOffer() {}

    /** What to answer, or nothing when no offer can be met: ours always uses the full window. */
    static Optional<String> answer(String header) {
        for (String offer : header.toLowerCase(Locale.ROOT).split(",", 16)) {
            if (isMet(offer.split(";", 16))) {
                return Optional.of(ANSWER);
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(String[] offer) {
        if (!offer[0].strip().equals("permessage-deflate")) {
            return false;
        }
        for (int i = 1; i < offer.length; i++) {
            String parameter = offer[i].strip().replace("\"", "");
            boolean isKnown = parameter.equals("server_no_context_takeover")
                    || parameter.equals("client_no_context_takeover")
                    || parameter.equals("server_max_window_bits=15")
                    || parameter.equals("client_max_window_bits")
                    || parameter.matches("client_max_window_bits=(8|9|1[0-5])");
            if (!isKnown) {
                return false;
            }
        }
        return true;
    }
}
