package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which changes of status a stream shows. All conditions must hold.
 *
 * @param type of jobs of this type
 * @param customer of jobs that it asked for
 * @param provider of jobs with an offer of it, or an invitation to it
 */
record StreamFilter(Optional<JobType> type, Optional<Bytes32> customer, Optional<Bytes32> provider) {
    /** True for a job of this type; {@code job} is only asked when people matter. */
    boolean matches(String typeName, Supplier<Optional<Job>> job) {
        if (type.isPresent() && !type.get().name().equals(typeName)) {
            return false;
        }
        if (customer.isEmpty() && provider.isEmpty()) {
            return true;
        }
        return job.get()
                .filter(known -> customer.isEmpty() || isOf(known, customer.get()))
                .filter(known -> provider.isEmpty() || isFor(known, provider.get()))
                .isPresent();
    }

    private static boolean isOf(Job job, Bytes32 customer) {
        return job.request().map(JobRequest::customer).filter(customer::equals).isPresent();
    }

    private static boolean isFor(Job job, Bytes32 provider) {
        return job.offers().stream().anyMatch(offer -> offer.provider().equals(provider))
                || job.request()
                        .filter(request -> request.targets().contains(provider))
                        .isPresent();
    }
}
