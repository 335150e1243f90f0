package dev.souk.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Registers from which the number of different authors can be estimated, and that can be merged with those of other
 * relays (NIP-45, HyperLogLog). Owned by one thread.
 */
public final class HyperLogLog {
    private static final int REGISTERS = 256;
    private static final int OFFSET_DIGIT = 32;
    private static final int FIRST_OFFSET = 8;

    private final int offset;
    private final byte[] registers = new byte[REGISTERS];

    private HyperLogLog(int offset) {
        this.offset = offset;
    }

    /** Empty registers for a filter whose first tag condition names {@code item} first. */
    public static HyperLogLog of(String item) {
        char digit = hex(item).charAt(OFFSET_DIGIT);
        return new HyperLogLog(FIRST_OFFSET + Character.digit(digit, 16));
    }

    private static String hex(String item) {
        return Bytes32.parse(item)
                .or(() -> Address.parse(item).map(Address::pubkey))
                .orElseGet(() -> Bytes32.of(Sha256.digest().digest(item.getBytes(StandardCharsets.UTF_8))))
                .hex();
    }

    /** Counts an event by its author. */
    public void add(Bytes32 pubkey) {
        byte[] bytes = pubkey.toBytes();
        int register = bytes[offset] & 0xFF;
        int zeros = 0;
        for (int i = offset + 1; i < bytes.length; i++) {
            int value = bytes[i] & 0xFF;
            if (value != 0) {
                zeros += Integer.numberOfLeadingZeros(value) - 24;
                break;
            }
            zeros += Byte.SIZE;
        }
        registers[register] = (byte) Math.max(registers[register], zeros + 1);
    }

    /** The registers, one byte each, as 512 hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(registers);
    }
}
