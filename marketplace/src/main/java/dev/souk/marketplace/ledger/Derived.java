package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.statistics.Contribution;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a job by itself, whatever else is in the ledger.
 *
 * @param job nothing when the dossier is empty
 * @param rows keys that stand for the job, without its id at the end
 * @param contribution to the statistics, under the type that the request names
 */
record Derived(Optional<Job> job, List<byte[]> rows, Optional<Contribution> contribution) {
    static final Derived NOTHING = new Derived(Optional.empty(), List.of(), Optional.empty());

    static Derived of(Job job) {
        return new Derived(Optional.of(job), JobList.rows(job), Contribution.of(job));
    }

    private Optional<JobRequest> request() {
        return job.flatMap(Job::request);
    }

    /** The kind of the request, 0 while that is not known. */
    int kind() {
        return request().map(request -> request.source().kind()).orElse(0);
    }

    /** The record of it. {@code counted} is what was added to the statistics. */
    JobRecord record(Optional<Contribution> counted) {
        return new JobRecord(
                rows,
                counted.map(Contribution::encode),
                job.filter(folded -> folded.request().isPresent())
                        .map(folded -> folded.status().wire()),
                kind());
    }
}
