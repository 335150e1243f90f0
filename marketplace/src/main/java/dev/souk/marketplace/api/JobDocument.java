package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.job.Proof;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Writes jobs and their offers. */
final class JobDocument {
    /** A row of a list shows no more offers, so that a page stays small whatever the jobs are like. */
    static final int OFFERS_OF_A_ROW = 4;

    private JobDocument() {}

    /** The fields of a job, with all of its offers. */
    static void write(Json json, Job job) {
        writeWith(json, job, job.offers(), true);
    }

    /** One element of a list: the same with the first offers only, and without the names of payers. */
    static void writeRow(Json json, Job job) {
        json.object();
        writeWith(json, job, job.offers().stream().limit(OFFERS_OF_A_ROW).toList(), false);
        json.end();
    }

    private static void writeWith(Json json, Job job, List<Offer> offers, boolean isWhole) {
        json.put("id", job.id()).put("status", job.status().wire()).put("open", job.isOpen());
        writeProof(json, job.proof());
        writeRequest(json, job.request());
        json.put("deadline", job.deadline())
                .put("next_change", job.nextChange())
                .put("claimed_msat", sum(job, Offer::claimedMsat))
                .put("verified_msat", sum(job, Offer::verifiedMsat))
                .put("refunded_msat", sum(job, Offer::refundedMsat))
                .put("reactions", job.reactions())
                .put("dropped_facts", job.droppedFacts())
                .putAll("flags", words(job.flags().stream().map(Job.Flag::wire)))
                .put("offer_count", job.offers().size());
        json.array("offers");
        offers.forEach(offer -> writeOffer(json, offer, isWhole));
        json.end();
    }

    /**
     * What a customer pays itself is no money of the job, here as in what the relay signs. Saturates: forged receipts may
     * claim more than there is.
     */
    private static long sum(Job job, ToLongFunction<Offer> part) {
        long sum = 0;
        for (Offer offer : job.offers()) {
            if (!offer.flags().contains(Offer.Flag.SELF_DEALING)) {
                long added = sum + part.applyAsLong(offer);
                sum = added < sum ? Long.MAX_VALUE : added;
            }
        }
        return sum;
    }

    private static Collection<String> words(Stream<String> words) {
        return words.sorted().toList();
    }

    private static void writeProof(Json json, Proof proof) {
        json.object("proof")
                .put("rule", proof.rule())
                .putId("event", proof.event())
                .put("link", proof.event().map(Paths::event))
                .end();
    }

    private static void writeRequest(Json json, Optional<JobRequest> request) {
        json.put("type", request.map(asked -> asked.type().name()))
                .put("j", request.flatMap(asked -> Paths.j(asked.type())));
        if (request.isPresent()) {
            json.put("kind", request.get().source().kind());
        } else {
            json.none("kind");
        }
        json.put("model", request.flatMap(JobRequest::model))
                .put("dialect", request.map(asked -> asked.dialect().wire()))
                .putId("customer", request.map(JobRequest::customer))
                .put("created_at", time(request.map(asked -> asked.source().createdAt())))
                .put("seen_at", seenAt(request));
        writeBid(json, request.flatMap(JobRequest::bid));
        json.putIds("targets", request.map(JobRequest::targets).orElse(List.of()))
                .putIds("depends_on", request.map(JobRequest::dependsOn).orElse(List.of()))
                .put("name", request.flatMap(JobRequest::name))
                .put("recovered", request.filter(JobRequest::isRecovered).isPresent());
    }

    private static OptionalLong time(Optional<Long> seconds) {
        return seconds.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static OptionalLong seenAt(Optional<JobRequest> request) {
        return time(request.filter(asked -> asked.source().isLive())
                .map(asked -> Math.floorDiv(asked.source().seenAtMillis(), 1_000L)));
    }

    private static void writeBid(Json json, Optional<Bid> offered) {
        if (offered.isEmpty()) {
            json.none("bid");
            return;
        }
        Bid bid = offered.get();
        json.object("bid")
                .put("msat", bid.msat())
                .put("max_msat", bid.maxMsat())
                .put("unit", bid.unit().unit())
                .put("unit_source", bid.unit().source())
                .end();
    }

    private static void writeOffer(Json json, Offer offer, boolean isWhole) {
        json.object()
                .put("provider", offer.provider())
                .put("status", offer.status().wire())
                .put("work", offer.work().wire())
                .put("money", offer.money().wire())
                .put("verdict", offer.verdict().wire())
                .put("asked_msat", offer.askedMsat())
                .put("claimed_msat", offer.claimedMsat())
                .put("verified_msat", offer.verifiedMsat())
                .put("refunded_msat", offer.refundedMsat())
                .putId("latest", offer.latest())
                .putId("first_result", offer.firstResult().map(result -> result.id()))
                .put("first_said_at", time(offer.firstSaid().map(said -> said.at())))
                .put("first_result_at", time(offer.firstResult().map(result -> result.at())))
                .put("offer_ms", offer.offerMillis())
                .put("latency_ms", offer.latencyMillis())
                .put("payer_count", offer.payers().size());
        if (isWhole) {
            json.putIds("payers", offer.payers());
        }
        json.putAll("flags", words(offer.flags().stream().map(Offer.Flag::wire)));
        writeProof(json, offer.proof());
        json.end();
    }
}
