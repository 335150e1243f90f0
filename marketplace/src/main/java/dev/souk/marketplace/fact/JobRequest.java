package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody wants a job done. Content and inputs are left out: they stay in the event, and go with it.
 *
 * @param source the request; its id is the job's, its author the customer
 * @param dialect how it was read
 * @param type what is to be done
 * @param model the model that the {@code j} tag names
 * @param bid what is offered
 * @param deadline Unix seconds from which on it is no longer to be processed
 * @param targets the providers it invites, at most {@link #MAX_TARGETS}, in order, without repetition
 * @param dependsOn the jobs whose output is an input, at most {@link #MAX_DEPENDENCIES}, in order, without repetition,
 *     never the job itself
 * @param name the {@code d} tag of the draft, which replaces nothing (empty when there is none)
 * @param isEncrypted its inputs are for one provider's eyes
 * @param isRecovered the event itself was never seen here, only a verified copy inside another event
 */
public record JobRequest(
        Source source,
        Dialect dialect,
        JobType type,
        Optional<String> model,
        Optional<Bid> bid,
        OptionalLong deadline,
        List<Bytes32> targets,
        List<Bytes32> dependsOn,
        Optional<String> name,
        boolean isEncrypted,
        boolean isRecovered) {
    /** More invitations are not kept. */
    public static final int MAX_TARGETS = 64;

    /** More inputs of type job are not kept. */
    public static final int MAX_DEPENDENCIES = 16;

    public JobRequest {
        targets = List.copyOf(targets);
        dependsOn = List.copyOf(dependsOn);
    }

    /** The job's id. */
    public Bytes32 id() {
        return source.id();
    }

    /** Who wants it. */
    public Bytes32 customer() {
        return source.author();
    }
}
