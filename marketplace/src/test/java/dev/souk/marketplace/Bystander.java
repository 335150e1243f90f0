package dev.souk.marketplace;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.job.Transition;
import dev.souk.marketplace.ledger.JobQuery;
import dev.souk.marketplace.ledger.LedgerView;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A job of a type of its own as everybody can read it, money aside: what is sent to other jobs must change nothing of it.
 *
 * @param offers who has made one, and how far it is
 * @param numbers what its type counts
 * @param listed the jobs of its type
 */
record Bystander(
        JobStatus status, List<String> offers, List<Transition> history, List<Long> numbers, List<Bytes32> listed) {
    static Bystander of(LedgerView view, Event request, String type) {
        Job job = view.job(request.id()).orElseThrow();
        JobType named = JobType.named(type);
        Summary all = view.summary(new Scope.OfType(named), Window.ALL);
        JobQuery ofType = new JobQuery(
                Optional.of(named),
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                JobQuery.Sort.NEWEST,
                Optional.empty(),
                10);
        return new Bystander(
                job.status(),
                job.offers().stream().map(Bystander::described).toList(),
                view.history(request.id()),
                Stream.of(Counter.REQUESTS, Counter.ANSWERED, Counter.OFFERS, Counter.RESULTS, Counter.DISPUTED)
                        .map(all::count)
                        .toList(),
                view.jobs(ofType).jobs().stream().map(Job::id).toList());
    }

    private static String described(Offer offer) {
        return offer.provider() + " " + offer.work() + " " + offer.verdict() + " " + offer.askedMsat() + " "
                + offer.latest();
    }
}
