package dev.souk.protocol;

import java.util.Optional;

/**
 * What a write-policy plugin says about an event, by the protocol of strfry.
 *
 * @param message for the client, as the plugin wrote it; anything
 */
public record PluginAnswer(Bytes32 id, Action action, Optional<String> message) {
    /** What is to become of the event. */
    public enum Action {
        ACCEPT("accept"),
        REJECT("reject"),
        /** It is not kept, and its client is told that it was. */
        SHADOW_REJECT("shadowReject");

        private final String wire;

        Action(String wire) {
            this.wire = wire;
        }

        /** The word in an answer. */
        public String wire() {
            return wire;
        }
    }
}
