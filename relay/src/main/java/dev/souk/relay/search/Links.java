package dev.souk.relay.search;

/** Finds what stands in a text and is no word of it: addresses of the web, and {@code nostr:} links (NIP-21). */
final class Links {
    private static final String NOSTR = "nostr:";
    private static final String SLASHES = "://";
    private static final int MAX_SCHEME = 10;

    private Links() {}

    /** {@code text} with a space in the place of each link. */
    static String removedFrom(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int done = 0;
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(colon + 1, done))) {
            int start = linkStart(text, colon, done);
            if (start >= 0) {
                kept.append(text, done, start).append(' ');
                done = linkEnd(text, colon);
            }
        }
        return kept.append(text, done, text.length()).toString();
    }

    /** Where the link begins that has this colon; -1 when there is none. */
    private static int linkStart(String text, int colon, int from) {
        if (text.startsWith(SLASHES, colon)) {
            int start = colon;
            while (start > Math.max(from, colon - MAX_SCHEME) && isAsciiLetterOrDigit(text.charAt(start - 1))) {
                start--;
            }
            return start < colon ? start : -1;
        }
        int start = colon - NOSTR.length() + 1;
        boolean isNostr = start >= from
                && text.regionMatches(true, start, NOSTR, 0, NOSTR.length())
                && text.startsWith("1", endOfPrefix(text, colon + 1));
        return isNostr ? start : -1;
    }

    /** Behind the letters of {@code npub}, {@code nevent} and the like, after which a 1 comes (NIP-19). */
    private static int endOfPrefix(String text, int start) {
        int end = start;
        while (end < text.length() && end < start + MAX_SCHEME && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** A link ends where white space, a quote or a bracket begins, or another script than that of addresses. */
    private static int linkEnd(String text, int colon) {
        int end = colon;
        while (end < text.length() && isOfLink(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfLink(char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>';
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
