package dev.souk.marketplace.job;

import java.util.Optional;

/**
 * One change of a job's status.
 *
 * @param at Unix seconds
 * @param from the status before; nothing for the first
 * @param to the status after
 * @param proof the rule and the event
 */
public record Transition(long at, Optional<JobStatus> from, JobStatus to, Proof proof) {}
