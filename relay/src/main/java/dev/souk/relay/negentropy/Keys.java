package dev.souk.relay.negentropy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.negentropy.Bound;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Every key and value layout of the table {@code negentropy.sets}. All numbers are big-endian, so that byte order is number
 * order, and the items of a set stand in the order of the protocol.
 *
 * <pre>
 * key                                                        value
 * 'i' set(1) created_at(5) id(32)      an item of a set      expiration(8), nothing when it never expires
 * 'n' set(1) depth(1) digit(1)*depth   a node, see SumTree   for each child that is not empty: digit(1) isSplit(1) Sum(40)
 * 'x' expiration(8) created_at(5) id(32)   what will expire  -
 * 'f'                                  place in the feed     sequence(8)
 * 's'                                  which sets these are  text
 * </pre>
 *
 * <p>A digit is half a byte of created_at(5) id(32), which is a place in the order.
 */
final class Keys {
    static final byte ITEM = 'i';
    static final byte NODE = 'n';
    static final byte EXPIRING = 'x';
    static final byte[] FEED = {'f'};
    static final byte[] SETS = {'s'};
    static final byte[] NOTHING = {};

    static final int TIME_DIGITS = 10;
    static final int DIGITS = TIME_DIGITS + 2 * Bytes32.SIZE;

    private static final int TIME_BYTES = 5;
    private static final int PLACE = TIME_BYTES + Bytes32.SIZE;

    private Keys() {}

    static byte[] items(int set) {
        return new byte[] {ITEM, (byte) set};
    }

    static byte[] item(int set, Bound item) {
        byte[] key = new byte[2 + PLACE];
        putPlace(ByteBuffer.wrap(key).put(ITEM).put((byte) set), item);
        return key;
    }

    static byte[] expiring(long expiration, Bound item) {
        byte[] key = new byte[1 + Long.BYTES + PLACE];
        putPlace(ByteBuffer.wrap(key).put(EXPIRING).putLong(expiration), item);
        return key;
    }

    private static void putPlace(ByteBuffer target, Bound item) {
        target.put((byte) (item.timestamp() >>> 32)).putInt((int) item.timestamp());
        target.put(item.id().toBytes());
    }

    /** The place with which {@code key} ends. */
    static Bound place(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        int start = key.length - PLACE;
        long time = (bytes.get(start) & 0xFFL) << 32 | bytes.getInt(start + 1) & 0xFFFF_FFFFL;
        return new Bound(time, Bytes32.at(key, start + TIME_BYTES));
    }

    /** The expiration in a key of what will expire. */
    static long expiration(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /** The key of a node: one digit is one character. */
    static byte[] node(int set, String digits) {
        byte[] key = Arrays.copyOf(new byte[] {NODE, (byte) set, (byte) digits.length()}, 3 + digits.length());
        System.arraycopy(digits.getBytes(StandardCharsets.ISO_8859_1), 0, key, 3, digits.length());
        return key;
    }

    /** The key behind {@code key}. */
    static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /** A digit of a place, the highest one first. */
    static int digit(Bound place, int index) {
        if (index < TIME_DIGITS) {
            return (int) (place.timestamp() >>> 4 * (TIME_DIGITS - 1 - index)) & 15;
        }
        int inId = index - TIME_DIGITS;
        long word = switch (inId / 16) {
            case 0 -> place.id().a();
            case 1 -> place.id().b();
            case 2 -> place.id().c();
            default -> place.id().d();
        };
        return (int) (word >>> 4 * (15 - inId % 16)) & 15;
    }

    /** The first place whose digits begin with these. */
    static Bound first(String digits) {
        long[] words = new long[5];
        for (int i = 0; i < digits.length(); i++) {
            int inId = i - TIME_DIGITS;
            int word = i < TIME_DIGITS ? 0 : 1 + inId / 16;
            int shift = i < TIME_DIGITS ? 4 * (TIME_DIGITS - 1 - i) : 4 * (15 - inId % 16);
            words[word] |= (long) digits.charAt(i) << shift;
        }
        return new Bound(words[0], new Bytes32(words[1], words[2], words[3], words[4]));
    }
}
