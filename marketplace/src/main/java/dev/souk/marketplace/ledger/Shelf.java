package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.protocol.Bytes32;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dossiers that one batch has in hand, and which of them it changed. Lives in a {@link WriteSet}. */
final class Shelf {
    private final WriteSet set;
    private final Map<Bytes32, Dossier> open = new HashMap<>();
    private final Set<Bytes32> touched = new LinkedHashSet<>();
    private long weight;

    Shelf(WriteSet set) {
        this.set = set;
    }

    /** The dossier of a job, empty when nothing is known of it. */
    Dossier open(Bytes32 job) {
        return open.computeIfAbsent(
                job,
                id -> set.get(Keys.of(Keys.DOSSIER, id))
                        .map(bytes -> restored(id, bytes))
                        .orElseGet(() -> new Dossier(id)));
    }

    private Dossier restored(Bytes32 id, byte[] bytes) {
        weight += bytes.length;
        return DossierCodec.decode(id, bytes);
    }

    /** The bytes of all dossiers that were read. */
    long weight() {
        return weight;
    }

    /** The dossier of a job of which something is known. */
    Optional<Dossier> find(Bytes32 job) {
        return Optional.of(open(job)).filter(dossier -> !dossier.isEmpty());
    }

    boolean isKnownRequest(Bytes32 id) {
        return open(id).request().isPresent();
    }

    /** The job must be folded anew: its dossier has changed, or the clock has. */
    void touch(Bytes32 job) {
        touched.add(job);
    }

    Set<Bytes32> touched() {
        return touched;
    }

    /** Puts what was changed into the write set. */
    void save() {
        for (Bytes32 job : touched) {
            Dossier dossier = open(job);
            byte[] key = Keys.of(Keys.DOSSIER, job);
            if (dossier.isEmpty()) {
                set.delete(key);
            } else {
                set.put(key, DossierCodec.encode(dossier));
            }
        }
    }
}
