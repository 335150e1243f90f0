package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.JobType;

/**
 * How many types of job have rows of their own. Names come from strangers and cost nothing, so there is a limit; the jobs of
 * types past it count under {@link JobType#OTHER}, and the sum over types stays the whole market. Which types are past it
 * is decided by who comes first: the one thing in statistics that depends on the order of arrival.
 */
public final class TypeNames {
    /** Types with rows of their own, unless the operator says otherwise. */
    public static final int DEFAULT_MAX = 10_000;

    private TypeNames() {}

    /**
     * The type that jobs of {@code type} count under.
     *
     * @param isKnown {@code type} has rows already
     * @param known types that have rows
     * @param max so many may have
     */
    public static JobType countedAs(JobType type, boolean isKnown, int known, int max) {
        return isKnown || known < max ? type : JobType.OTHER;
    }
}
