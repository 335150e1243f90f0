package dev.souk.marketplace.status;

import dev.souk.marketplace.fact.JobType;

/**
 * How a job type stands in a tag.
 *
 * @param letter {@code j} or {@code k}
 * @param value what follows it
 */
record JobTypeTag(String letter, String value) {
    static JobTypeTag of(JobType type) {
        String name = type.name();
        int colon = name.indexOf(':');
        return colon == 1 ? new JobTypeTag(name.substring(0, 1), name.substring(2)) : new JobTypeTag("j", name);
    }
}
