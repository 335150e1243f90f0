package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Retraction;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the customer asked for, as far as the fold needs it.
 *
 * @param id the job's id
 * @param cancellation the customer's own deletion; nothing while the request is unknown
 * @param invited the providers it names, the customer itself left out: nobody invites itself
 */
record Terms(
        Bytes32 id,
        Optional<JobRequest> request,
        Optional<Retraction> cancellation,
        OptionalLong deadline,
        List<Bytes32> invited,
        FoldRules rules) {
    static Terms of(Known known, FoldRules rules) {
        Optional<JobRequest> request = known.request();
        if (request.isEmpty()) {
            return new Terms(known.id(), request, Optional.empty(), OptionalLong.empty(), List.of(), rules);
        }
        JobRequest asked = request.get();
        List<Bytes32> invited = asked.targets();
        if (invited.contains(asked.customer())) {
            invited = invited.stream()
                    .filter(target -> !target.equals(asked.customer()))
                    .toList();
        }
        return new Terms(known.id(), request, known.cancellation(), asked.deadline(), invited, rules);
    }

    /** True when this is who asked; while the request is unknown nobody is. */
    boolean isCustomer(Bytes32 person) {
        return request.isPresent() && request.get().customer().equals(person);
    }

    boolean isCancelled() {
        return cancellation.isPresent();
    }
}
