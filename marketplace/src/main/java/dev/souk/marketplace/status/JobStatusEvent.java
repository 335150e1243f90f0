package dev.souk.marketplace.status;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The status of a job as an addressable event (kind 30383, NIP-85: an event as the subject). Pure; thread-safe.
 *
 * <pre>
 * d           the job's id
 * e           the same, with this relay's URL when it is known
 * k           the request's kind
 * j           the job type, and the model if one is named; not for requests whose kind says the type: find those by k
 * s, o        the status, and the one before it
 * l           open or closed: whether offers are welcome
 * proof       the rule, and the event that proves the status; empty when the clock does
 * p           pubkey, "", customer or provider; at most 50 providers, the best offers first
 * dialect     how the request was read
 * bid         msat, "msat", unit:source as the number in the request was read, the most that would be paid if known
 * asked_at    when the request was made; seen_at: when it arrived, if it came live
 * expires_at  the deadline; never "expiration", which would delete the status (NIP-40)
 * offer       provider, work, asked_msat, money, paid_msat, verdict, latest result or feedback, latency_ms,
 *             claimed_msat, flags with commas; empty where unknown. At most 50, the best first
 * offers_total   how many offers there are
 * zap_cnt, zap_amount   payers and sats (NIP-85), of verified money only; left out where zaps are not verified
 * claimed_msat   what receipts say that nobody has vouched for; never part of zap_amount
 * reaction_cnt   reactions
 * flags       what else should be known
 * blocked_by  a job whose output this one waits for; at most 16
 * v           the version of the rules
 * </pre>
 *
 * <p>A payer is counted once for each provider it pays, however many zaps it sends, so that nobody can pump
 * {@code zap_cnt}. Offers in which customer and provider are one count in no sum.
 */
public final class JobStatusEvent {
    public static final int KIND = 30_383;
    public static final int MAX_OFFERS = 50;
    public static final int MAX_BLOCKERS = JobRequest.MAX_DEPENDENCIES;

    private final Optional<String> relayUrl;
    private final ZapTrust zapTrust;

    /** @param relayUrl where clients find this relay; ignored when it is longer than a tag may be */
    public JobStatusEvent(Optional<String> relayUrl, ZapTrust zapTrust) {
        this.relayUrl = relayUrl.filter(url -> url.length() <= OwnTags.MAX_CHARS);
        this.zapTrust = zapTrust;
    }

    /**
     * The event.
     *
     * @param blockedBy the jobs it waits for
     * @param previous the status before the present one, as it was published
     */
    public OwnEvent of(Job job, Collection<Bytes32> blockedBy, Optional<String> previous) {
        OwnTags tags = new OwnTags();
        addIdentity(tags, job);
        addStatus(tags, job, previous);
        List<Offer> offers = BestOffers.of(job, MAX_OFFERS);
        addPeople(tags, job, offers);
        job.request().ifPresent(request -> addRequest(tags, request));
        tags.add("expires_at", job.deadline());
        offers.forEach(offer -> tags.add("offer", describe(offer)));
        tags.add("offers_total", job.offers().size());
        addSums(tags, job);
        addFlags(tags, job);
        tags.addEach("blocked_by", blockedBy, MAX_BLOCKERS);
        tags.add("v", OwnEvent.RULES_VERSION);
        return OwnEvent.of(KIND, tags);
    }

    /** The tags of {@link #of} for a job that waits for no other. */
    public List<Tag> tags(Job job, Optional<String> previous) {
        return of(job, Set.of(), previous).tags();
    }

    /** The event, ready to sign. */
    public Draft draft(
            Job job,
            Collection<Bytes32> blockedBy,
            Optional<String> previous,
            long nowSeconds,
            OptionalLong previousCreatedAt) {
        return of(job, blockedBy, previous).at(nowSeconds, previousCreatedAt);
    }

    private void addIdentity(OwnTags tags, Job job) {
        String id = job.id().hex();
        tags.add("d", id);
        relayUrl.ifPresentOrElse(url -> tags.add("e", id, url), () -> tags.add("e", id));
        job.request().ifPresent(request -> {
            tags.add("k", request.source().kind());
            addType(tags, request);
        });
    }

    /** A kind that says the type stands in {@code k} already. */
    private static void addType(OwnTags tags, JobRequest request) {
        JobTypeTag type = JobTypeTag.of(request.type());
        if (type.letter().equals("j")) {
            request.model()
                    .ifPresentOrElse(model -> tags.add("j", type.value(), model), () -> tags.add("j", type.value()));
        }
    }

    private static void addStatus(OwnTags tags, Job job, Optional<String> previous) {
        String status = job.status().wire();
        tags.add("s", status);
        previous.filter(before -> !before.equals(status)).ifPresent(before -> tags.add("o", before));
        tags.add("l", job.isOpen() ? "open" : "closed");
        tags.add("proof", job.proof().rule(), hex(job.proof().event()));
    }

    private static void addPeople(OwnTags tags, Job job, List<Offer> offers) {
        job.request().ifPresent(request -> tags.add("p", request.customer().hex(), "", "customer"));
        offers.forEach(offer -> tags.add("p", offer.provider().hex(), "", "provider"));
    }

    private static void addRequest(OwnTags tags, JobRequest request) {
        tags.add("dialect", request.dialect().wire());
        request.bid().ifPresent(bid -> tags.add("bid", describe(bid)));
        Source source = request.source();
        tags.add("asked_at", source.at());
        if (source.isLive()) {
            tags.add("seen_at", Math.floorDiv(source.seenAtMillis(), 1_000));
        }
    }

    private static List<String> describe(Bid bid) {
        List<String> parts = new ArrayList<>(List.of(
                Long.toString(bid.msat()),
                "msat",
                bid.unit().unit() + ":" + bid.unit().source()));
        bid.maxMsat().ifPresent(max -> parts.add(Long.toString(max)));
        return parts;
    }

    private List<String> describe(Offer offer) {
        return List.of(
                offer.provider().hex(),
                offer.work().wire(),
                number(offer.askedMsat()),
                offer.money().wire(),
                isProven(offer) ? Long.toString(offer.verifiedMsat()) : "",
                offer.verdict().wire(),
                hex(offer.latest()),
                number(offer.latencyMillis()),
                Long.toString(offer.claimedMsat()),
                offer.flags().stream().sorted().map(Offer.Flag::wire).collect(Collectors.joining(",")));
    }

    /** False where nobody can know what was paid. */
    private boolean isProven(Offer offer) {
        return zapTrust.verifies() || offer.verifiedMsat() > 0;
    }

    private void addSums(OwnTags tags, Job job) {
        List<Offer> offers = job.offers().stream()
                .filter(offer -> !offer.flags().contains(Offer.Flag.SELF_DEALING))
                .toList();
        if (zapTrust.verifies()) {
            List<Offer> paid =
                    offers.stream().filter(offer -> offer.verifiedMsat() > 0).toList();
            tags.add("zap_cnt", sum(paid, offer -> offer.verifiedPayers().size()));
            tags.add("zap_amount", sum(paid, Offer::verifiedMsat) / 1_000);
        }
        tags.add("claimed_msat", sum(offers, Offer::claimedMsat));
        tags.add("reaction_cnt", job.reactions());
    }

    /** Never past all money there is, so that hostile claims cannot overflow it. */
    private static long sum(List<Offer> offers, ToLongFunction<Offer> amount) {
        long sum = 0;
        for (Offer offer : offers) {
            sum = Math.min(Amounts.MAX_MSAT, sum + Math.clamp(amount.applyAsLong(offer), 0, Amounts.MAX_MSAT));
        }
        return sum;
    }

    private static void addFlags(OwnTags tags, Job job) {
        if (!job.flags().isEmpty()) {
            tags.add("flags", job.flags().stream().sorted().map(Job.Flag::wire).toList());
        }
    }

    private static String hex(Optional<Bytes32> id) {
        return id.map(Bytes32::hex).orElse("");
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
}
