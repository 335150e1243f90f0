package dev.souk.relay.plugin;

import dev.souk.protocol.PluginAnswer;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.config.PluginConfig.OnFailure;
import dev.souk.relay.ingest.Ruling;
import dev.souk.relay.metrics.PluginMeters;
import dev.souk.relay.metrics.PluginMeters.End;
import dev.souk.relay.outbound.OutboundBatch;
import java.util.List;
import java.util.function.Supplier;

/** Makes rulings of what the plugin says, and of its silence. Thread-safe. */
final class Rulings {
    /** Code points of a message that a client gets to see. */
    private static final int MAX_MESSAGE = 200;

    private static final Ruling NOT_ASKED =
            new Ruling.Refuse(Reason.error("the policy of this relay cannot be asked now, send it again later"));
    private static final String NO_REASON = "not accepted by the policy of this relay";

    private final Supplier<PluginConfig> settings;
    private final PluginMeters meters;

    Rulings(Supplier<PluginConfig> settings, PluginMeters meters) {
        this.settings = settings;
        this.meters = meters;
    }

    /** The plugin has answered. */
    void answered(Question question, PluginAnswer answer, OutboundBatch out) throws InterruptedException {
        long nanos = System.nanoTime() - question.sinceNanos();
        switch (answer.action()) {
            case ACCEPT -> {
                meters.answered(End.ACCEPT, nanos);
                question.asker().told(Ruling.ACCEPT, out);
            }
            case REJECT -> {
                meters.answered(End.REJECT, nanos);
                question.asker().told(new Ruling.Refuse(reason(answer.message().orElse(""))), out);
            }
            case SHADOW_REJECT -> {
                meters.answered(End.SHADOW_REJECT, nanos);
                question.asker().told(Ruling.PRETEND, out);
            }
        }
    }

    /** No answer will come, or none that counts. */
    void failed(Question question, End why, OutboundBatch out) throws InterruptedException {
        meters.ended(why);
        question.asker().told(isOpen() ? Ruling.ACCEPT : NOT_ASKED, out);
    }

    /** The same for several. */
    void failed(List<Question> questions, End why, OutboundBatch out) throws InterruptedException {
        for (Question question : questions) {
            failed(question, why, out);
        }
        out.post();
    }

    /** True when events pass that nobody has judged. */
    boolean isOpen() {
        return settings.get().onFailure() == OnFailure.ACCEPT;
    }

    /** What a client is told: short, in one line, and with a prefix that clients know (NIP-01). */
    static Reason reason(String message) {
        String text = clean(message, MAX_MESSAGE);
        for (Reason.Prefix prefix : Reason.Prefix.values()) {
            String start = prefix.wire() + ":";
            if (text.startsWith(start)) {
                return new Reason(prefix, orElse(text.substring(start.length()).strip()));
            }
        }
        return Reason.blocked(orElse(text));
    }

    private static String orElse(String text) {
        return text.isEmpty() ? NO_REASON : text;
    }

    /** Without what breaks or turns a line: control characters, separators and signs of direction. */
    static String clean(String message, int max) {
        return message.codePoints()
                .map(Rulings::printable)
                .limit(max)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static int printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> ' ';
            default -> point;
        };
    }
}
