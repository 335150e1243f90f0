package dev.souk.relay.members;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Something that members may be called (NIP-43). What it lets them do is not said; here it lets them do nothing more.
 *
 * @param id 1 to {@link #MAX_ID} characters
 * @param label what clients show; empty for none, as is the description
 * @param color a hue, 0 to 360
 * @param order where clients show it
 */
public record Role(String id, String label, String description, OptionalInt color, OptionalInt order) {
    /** Characters of an id. */
    public static final int MAX_ID = 64;

    /** Characters of a label and of a description. */
    public static final int MAX_TEXT = 1_000;

    public Role {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("a role's id has 1 to " + MAX_ID + " characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(id + label + description)) {
            throw new IllegalArgumentException("a role has a text that is not Unicode");
        }
        if (label.length() > MAX_TEXT || description.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a role's texts have at most " + MAX_TEXT + " characters");
        }
        if (color.isPresent() && (color.getAsInt() < 0 || color.getAsInt() > 360)) {
            throw new IllegalArgumentException("a role's color is a hue from 0 to 360");
        }
    }
}
