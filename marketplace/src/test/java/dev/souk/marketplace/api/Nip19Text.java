package dev.souk.marketplace.api;

import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;

/** The bech32 form of keys and ids (NIP-19). */
final class Nip19Text {
    private Nip19Text() {}

    static String of(String prefix, Bytes32 value) {
        return Bech32.write(prefix, Bech32.words(value.toBytes()));
    }
}
