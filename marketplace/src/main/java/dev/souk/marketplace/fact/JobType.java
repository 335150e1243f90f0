package dev.souk.marketplace.fact;

/**
 * What kind of work a job asks for: {@code j:<job type>} for requests that carry a {@code j} tag, {@code k:<kind>} for
 * those whose kind says it.
 *
 * @param name the full name, at most {@link #MAX_LENGTH} UTF-16 units
 */
public record JobType(String name) implements Comparable<JobType> {
    /** Longer names count as {@link #OTHER}. */
    public static final int MAX_LENGTH = 100;

    /** All types whose name is too long to be told apart. */
    public static final JobType OTHER = new JobType("j:*");

    /** The type that a {@code j} tag names. */
    public static JobType named(String j) {
        return j.isEmpty() || j.length() > MAX_LENGTH - 2 ? OTHER : new JobType("j:" + j);
    }

    /** The type that a request's kind stands for. */
    public static JobType ofKind(int kind) {
        return new JobType("k:" + kind);
    }

    @Override
    public int compareTo(JobType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
