package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.Comparator;
import java.util.Optional;

/**
 * A fact's own author took it back (NIP-09).
 *
 * @param request the deletion request; nothing when only the removal was seen
 * @param at when, Unix seconds
 */
public record Retraction(Optional<Bytes32> request, long at) {
    /** Of several the one that comes first counts; one that names its request before one that does not. */
    public static final Comparator<Retraction> ORDER = Comparator.<Retraction>comparingInt(
                    retraction -> retraction.request().isPresent() ? 0 : 1)
            .thenComparingLong(Retraction::at)
            .thenComparing(retraction -> retraction.request().map(Bytes32::hex).orElse(""));

    /** Whichever of the two comes first. */
    public static Retraction first(Retraction one, Retraction other) {
        return ORDER.compare(one, other) <= 0 ? one : other;
    }
}
