package dev.souk.relay.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hops in a header that proxies append to, the latest first: {@code X-Forwarded-For}, or {@code Forwarded} (RFC 7239),
 * of whose pairs one counts. Only as much is parsed as is asked for, from the right, so that nothing that a client wrote in
 * front, such as a quote without its end, changes how a proxy's own words are read. Several lines are one list. Owned by
 * one thread.
 */
final class HopsFromTheRight {
    /** A header that is not there, or not believed. */
    static final HopsFromTheRight NONE = new HopsFromTheRight(List.of(), "");

    private final String list;
    private final String pair;

    /** What is not read yet ends here; negative when all is. */
    private int end;

    /** @param pair the name of the pair that counts; empty when an element is an address as it is */
    HopsFromTheRight(List<String> lines, String pair) {
        this.list = String.join(",", lines);
        this.pair = pair;
        this.end = lines.isEmpty() ? -1 : list.length();
    }

    /** The next address; nothing when there is none, or something else stands there, as what is behind it is anybody's word. */
    Optional<InetAddress> next() {
        if (end < 0) {
            return Optional.empty();
        }
        int comma = lastOutsideQuotes(list, ',', end);
        String element = list.substring(comma + 1, end).strip();
        end = comma < 0 ? -1 : comma;
        return (pair.isEmpty() ? Optional.of(element) : valueIn(element)).flatMap(HopsFromTheRight::address);
    }

    private Optional<String> valueIn(String element) {
        int end = element.length();
        while (end >= 0) {
            int semicolon = lastOutsideQuotes(element, ';', end);
            String one = element.substring(semicolon + 1, end).strip();
            int equals = one.indexOf('=');
            if (equals > 0 && one.substring(0, equals).toLowerCase(Locale.ROOT).equals(pair)) {
                return Optional.of(unquoted(one.substring(equals + 1)));
            }
            end = semicolon;
        }
        return Optional.empty();
    }

    private static int lastOutsideQuotes(String text, char wanted, int end) {
        boolean isQuoted = false;
        for (int i = end - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == wanted && !isQuoted) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}; names are no addresses. */
    private static Optional<InetAddress> address(String text) {
        String host = text;
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            host = bracket < 0 ? "" : text.substring(1, bracket);
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            host = text.substring(0, text.indexOf(':'));
        }
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
