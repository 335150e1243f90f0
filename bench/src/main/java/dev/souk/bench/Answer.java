package dev.souk.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What a relay says, told apart by its first letters: nothing is parsed, so that the client costs little. White space and
 * the order of an event's fields are the relay's choice.
 */
enum Answer {
    EVENT,
    EOSE,
    OK,
    CLOSED,
    NOTICE,
    OTHER;

    private static final int ID_LENGTH = 64;
    private static final byte[] ID_FIELD = "\"id\"".getBytes(StandardCharsets.US_ASCII);

    static Answer of(ByteBuf message) {
        int verb = message.indexOf(message.readerIndex(), message.writerIndex(), (byte) '"') + 1;
        if (verb == 0 || message.writerIndex() - verb < 3) {
            return OTHER;
        }
        return switch (message.getByte(verb)) {
            case 'E' -> message.getByte(verb + 1) == 'V' ? EVENT : EOSE;
            case 'O' -> OK;
            case 'C' -> message.getByte(verb + 1) == 'L' ? CLOSED : OTHER;
            case 'N' -> message.getByte(verb + 1) == 'O' ? NOTICE : OTHER;
            default -> OTHER;
        };
    }

    /** Where the id begins in an OK, or below 0. */
    static int idInOk(ByteBuf message) {
        int comma = message.indexOf(message.readerIndex(), message.writerIndex(), (byte) ',');
        return comma < 0 ? -1 : quoted(message, comma);
    }

    /**
     * Where the id begins in an EVENT, or below 0. Inside of strings quotes are escaped, so the name in quotes can only
     * be the field; a tag may be called the same, but no value of 64 characters follows it after a colon.
     */
    static int idInEvent(ByteBuf message) {
        int end = message.writerIndex() - ID_LENGTH - ID_FIELD.length - 2;
        for (int at = message.readerIndex(); at >= 0 && at <= end; at++) {
            at = message.indexOf(at, end, ID_FIELD[0]);
            if (at < 0) {
                return -1;
            }
            if (message.getByte(at + 1) == 'i'
                    && message.getByte(at + 2) == 'd'
                    && message.getByte(at + 3) == '"'
                    && colonFollows(message, at + ID_FIELD.length)) {
                return quoted(message, at + ID_FIELD.length);
            }
        }
        return -1;
    }

    private static boolean colonFollows(ByteBuf message, int from) {
        int next = message.forEachByte(from, message.writerIndex() - from, value -> value == ' ');
        return next >= 0 && message.getByte(next) == ':';
    }

    private static int quoted(ByteBuf message, int from) {
        int quote = message.indexOf(from, message.writerIndex(), (byte) '"');
        return quote < 0 || message.writerIndex() - quote <= ID_LENGTH ? -1 : quote + 1;
    }

    /** True when the OK whose id begins there says true. */
    static boolean isAccepted(ByteBuf ok, int id) {
        int from = id + ID_LENGTH + 1;
        int word = ok.forEachByte(from, ok.writerIndex() - from, value -> value == ',' || value == ' ');
        return word >= 0 && ok.getByte(word) == 't';
    }

    /** A number that stands for the id of 64 digits at that place; no two events of a run share it. */
    static long key(ByteBuf message, int id) {
        return message.getLong(id) * 0x9E3779B97F4A7C15L + message.getLong(id + 8) * 31 + message.getLong(id + 16);
    }

    /** The text, for an error message. */
    static String text(ByteBuf message) {
        return message.toString(StandardCharsets.UTF_8);
    }
}
