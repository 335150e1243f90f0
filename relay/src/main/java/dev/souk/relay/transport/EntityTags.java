package dev.souk.relay.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists of {@code If-None-Match} (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTags {
    /** One tag, and the comma that separates it from the next; commas may stand within the quotes, too. */
    private static final Pattern TAG = Pattern.compile("[\\s,]*+(?:W/)?(\"[^\"]*+\")[ \\t]*+(?:,|$)");

    private EntityTags() {}

    /** True when {@code etag} is among those that {@code list} names; by weak comparison, as a GET asks for. */
    static boolean match(String list, String etag) {
        if (list.strip().equals("*")) {
            return true;
        }
        String opaque = etag.startsWith("W/") ? etag.substring(2) : etag;
        // What is no tag ends the list.
        for (Matcher tags = TAG.matcher(list); tags.lookingAt(); tags.region(tags.end(), list.length())) {
            if (opaque.equals(tags.group(1))) {
                return true;
            }
        }
        return false;
    }
}
