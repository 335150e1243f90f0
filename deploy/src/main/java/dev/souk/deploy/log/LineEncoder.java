package dev.souk.deploy.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.souk.protocol.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes one line for each event of the log, as {@code key=value} pairs or as a JSON object of the same keys, whatever the
 * message says: line breaks are folded in. Clients' addresses, which stand behind {@code address=} in every message, can be
 * replaced by hashes. Thread-safe as encoders are: one thread at a time encodes, any may set.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n]+\\s*");
    private static final Pattern ADDRESS = Pattern.compile("(?<![\\w-])address=(\\S+)");
    private static final Pattern PAIR = Pattern.compile("\\G([a-z][\\w-]*)=(?:\"([^\"]*)\"|([^\\s\"]*))(?: |$)");
    private static final Set<String> OWN_KEYS = Set.of("time", "level", "thread", "logger", "message", "trace");

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();
    private final AddressHash hash = new AddressHash();
    private volatile boolean isJson;
    private volatile boolean areAddressesHashed;

    /** From now on lines look like this. Any thread. */
    public void show(boolean asJson, boolean hashedAddresses) {
        isJson = asJson;
        areAddressesHashed = hashedAddresses;
    }

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String message = folded(event.getFormattedMessage());
        if (areAddressesHashed) {
            message = hashed(message, event.getTimeStamp());
        }
        return isJson ? json(event, message) : text(event, message);
    }

    private byte[] text(ILoggingEvent event, String message) {
        String trace = folded(traces.convert(event));
        StringBuilder line = new StringBuilder(128 + message.length() + trace.length())
                .append("time=")
                .append(time(event))
                .append(" level=")
                .append(event.getLevel())
                .append(" thread=")
                .append(event.getThreadName())
                .append(" logger=")
                .append(logger(event))
                .append(' ')
                .append(message);
        if (!trace.isEmpty()) {
            line.append(" trace=\"").append(trace).append('"');
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] json(ILoggingEvent event, String message) {
        JsonBytes line = new JsonBytes(256 + message.length());
        line.raw("{\"time\":").string(time(event));
        line.raw(",\"level\":").string(event.getLevel().toString());
        line.raw(",\"thread\":").string(event.getThreadName());
        line.raw(",\"logger\":").string(logger(event));
        pairs(line, message);
        String trace = folded(traces.convert(event));
        if (!trace.isEmpty()) {
            line.raw(",\"trace\":").string(trace);
        }
        return line.raw("}\n").toBytes();
    }

    /** The pairs of the message, each key once; what is not of that form stands in one of its own. */
    private static void pairs(JsonBytes line, String message) {
        Set<String> seen = new HashSet<>(OWN_KEYS);
        Matcher pair = PAIR.matcher(message);
        int end = 0;
        while (pair.find() && seen.add(pair.group(1))) {
            String quoted = pair.group(2);
            line.raw(",").string(pair.group(1)).raw(":").string(quoted == null ? pair.group(3) : quoted);
            end = pair.end();
        }
        if (end < message.length()) {
            line.raw(",\"message\":").string(message.substring(end));
        }
    }

    private String hashed(String message, long timeMillis) {
        return ADDRESS.matcher(message)
                .replaceAll(found -> "address=" + hash.of(found.group(1), Instant.ofEpochMilli(timeMillis)));
    }

    private static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    private static String logger(ILoggingEvent event) {
        return event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1);
    }

    private static String folded(String text) {
        return LINE_BREAKS.matcher(text.strip()).replaceAll(" | ");
    }
}
