package dev.souk.relay.mirror;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what is wrong with another relay, each thing once. Owned by the mirror's thread. */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final int MAX_WORDS = 120;
    private static final int MAX_THINGS = 100;

    private final String mirror;
    private final Set<String> told = new HashSet<>();

    Complaints(String mirror) {
        this.mirror = mirror;
    }

    /**
     * Tells.
     *
     * @param thing what makes it the same as before
     */
    void tell(String thing, String what) {
        if (told.size() < MAX_THINGS && told.add(thing)) {
            LOG.warn("event=mirror-complaint mirror={} what=\"{}\"", mirror, clean(what));
        }
    }

    /** What somebody else wrote, so that it can stand in a line of the log. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(MAX_WORDS)
                .map(c -> Character.isISOControl(c) || c == '"' || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
