package dev.souk.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What names a replaceable or addressable event: {@code kind:pubkey:d} (NIP-01, Tags). Replaceable events have an empty
 * {@code d}.
 */
public record Address(int kind, Bytes32 pubkey, String d) {
    /** The address of {@code event}, or nothing when its kind is neither replaceable nor addressable. */
    public static Optional<Address> of(EventHeader event) {
        return switch (KindClass.of(event.kind())) {
            case REPLACEABLE -> Optional.of(new Address(event.kind(), event.pubkey(), ""));
            case ADDRESSABLE -> Optional.of(new Address(event.kind(), event.pubkey(), firstD(event)));
            case REGULAR, EPHEMERAL -> Optional.empty();
        };
    }

    /** Of several {@code d} tags the first counts; a missing one is the same as an empty one. */
    private static String firstD(EventHeader event) {
        List<String> values = new ArrayList<>(1);
        event.forEachIndexedTag((letter, value) -> {
            if (letter == 'd') {
                values.add(value);
            }
        });
        return values.isEmpty() ? "" : values.get(0);
    }

    /**
     * Reads an {@code a} tag's value. Nothing when it is malformed or names a kind that has no addresses; a replaceable
     * kind needs the trailing colon and nothing behind it. Leading zeros are malformed, so that an address has one name.
     */
    public static Optional<Address> parse(String text) {
        int first = text.indexOf(':');
        if (first < 1 || first > 5 || text.length() < first + 66 || text.charAt(first + 65) != ':') {
            return Optional.empty();
        }
        for (int i = 0; i < first; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        if (text.charAt(0) == '0' && first > 1) {
            return Optional.empty();
        }
        int kind = Integer.parseInt(text, 0, first, 10);
        String d = text.substring(first + 66);
        KindClass kindClass = KindClass.of(kind);
        boolean named = kindClass == KindClass.ADDRESSABLE || kindClass == KindClass.REPLACEABLE && d.isEmpty();
        return named
                ? Bytes32.parse(text.substring(first + 1, first + 65)).map(pubkey -> new Address(kind, pubkey, d))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return kind + ":" + pubkey + ":" + d;
    }
}
