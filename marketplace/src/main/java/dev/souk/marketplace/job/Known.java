package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Retraction;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;

/**
 * What was known of a job at some moment: a dossier, or as much of it as had happened by then.
 *
 * @param entries in the order of {@link dev.souk.marketplace.fact.Source#ORDER}
 */
record Known(
        Bytes32 id,
        Optional<JobRequest> request,
        Optional<Retraction> cancellation,
        List<Dossier.Entry> entries,
        long dropped) {
    static Known all(Dossier dossier) {
        return new Known(dossier.id(), dossier.request(), dossier.cancellation(), dossier.entries(), dossier.dropped());
    }
}
