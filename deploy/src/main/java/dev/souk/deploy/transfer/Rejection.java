package dev.souk.deploy.transfer;

/**
 * A line that was not imported.
 *
 * @param line its number, from 1
 * @param detail the reason in words
 */
public record Rejection(long line, Cause cause, String detail) {
    /** The sorts of reasons, which are counted. */
    public enum Cause {
        /** The line is longer than any message the relay would take. */
        TOO_LONG("line too long"),
        /** It is no well-formed event. */
        MALFORMED("not a well-formed event"),
        /** Its kind is not accepted here. */
        KIND("kind not accepted"),
        /** The operator has banned it, or its author. */
        BANNED("banned"),
        /** Something inside the relay keeps it to itself. */
        RESERVED("reserved"),
        /** It is larger than the limits allow. */
        TOO_LARGE("over a limit"),
        /** The id is not the hash of the rest. */
        WRONG_ID("wrong id"),
        /** The signature is not the author's. */
        BAD_SIGNATURE("bad signature"),
        /** The operator's plugin does not want it. */
        POLICY("refused by the plugin"),
        /** The operator's plugin could not be asked. Nothing is wrong with the event. */
        UNJUDGED("not judged by the plugin");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** For people; {@code unit} is what a line is called there. */
    String text(String unit) {
        return unit + " " + line + ": " + cause.words() + (detail.isEmpty() ? "" : ": " + detail);
    }
}
