package dev.souk.protocol.json;

/** A client's own words, when they are told back to it. */
final class Words {
    private static final int MAX_CHARACTERS = 32;

    private Words() {}

    /** Short, and nothing but printable ASCII. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_CHARACTERS); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return text.length() > MAX_CHARACTERS ? shown + "..." : shown.toString();
    }
}
