package dev.souk.protocol;

import java.util.Locale;
import java.util.Optional;

/** Reads what people paste for a key or an id: hex in either case, or its bech32 form (NIP-19). */
public final class Identifier {
    /** A prefix of 4, the separator, 52 words of data, and the checksum. */
    private static final int BECH32_LENGTH = 63;

    private static final int HEX_LENGTH = 64;

    private Identifier() {}

    /** A public key: hex or {@code npub1...}. */
    public static Optional<Bytes32> pubkey(String text) {
        return read(text, "npub");
    }

    /** The id of an event: hex or {@code note1...}. */
    public static Optional<Bytes32> event(String text) {
        return read(text, "note");
    }

    private static Optional<Bytes32> read(String text, String prefix) {
        if (text.length() == HEX_LENGTH) {
            return Bytes32.parse(text.toLowerCase(Locale.ROOT));
        }
        return switch (Bech32.read(text, BECH32_LENGTH)) {
            case Bech32.Outcome.Refused refused -> Optional.empty();
            case Bech32.Outcome.Read(var read) ->
                read.prefix().equals(prefix)
                        ? read.bytes()
                                .filter(bytes -> bytes.length == Bytes32.SIZE)
                                .map(Bytes32::of)
                        : Optional.empty();
        };
    }
}
