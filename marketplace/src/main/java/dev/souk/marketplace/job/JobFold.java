package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import java.util.List;

/**
 * Folds a dossier into what the job has come to, as docs/JOBS.md tells it. Pure: equal dossiers make equal jobs, however
 * they came about. Thread-safe as long as nobody changes the dossier meanwhile.
 */
public final class JobFold {
    private final FoldRules rules;

    public JobFold(FoldRules rules) {
        this.rules = rules;
    }

    /** The job at {@code nowSeconds}. */
    public Job fold(Dossier dossier, long nowSeconds) {
        return Standing.of(Known.all(dossier), rules).job(nowSeconds);
    }

    /**
     * All changes of its status up to {@code nowSeconds}, oldest first; the last one leads to {@link #fold}'s status.
     * Nothing for an empty dossier. At most {@link History#MAX_MOMENTS} moments are looked at; past that, what changed
     * in the middle is told as one change.
     */
    public List<Transition> history(Dossier dossier, long nowSeconds) {
        return new History(rules, Known.all(dossier), nowSeconds).transitions();
    }
}
