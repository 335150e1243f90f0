package dev.souk.marketplace.status;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Measure;
import dev.souk.marketplace.statistics.Money;
import dev.souk.marketplace.statistics.Quantiles;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What somebody did on the market, as an addressable event (kind 30382, NIP-85: a user as the subject). There is one for
 * each pubkey; who is both has the tags of both. Pure; thread-safe.
 *
 * <p>Every number stands twice: as it is named for the last 30 days, and with {@code _all} for all time. What has no sample
 * is left out, and so is verified money where zaps are not verified. There is no {@code rank}: a reader who follows NIP-85
 * would take it for trust in general.
 *
 * <pre>
 * d                   the pubkey
 * p                   the same, with this relay's URL when it is known
 * w                   30d
 *
 * provider
 * t, k                job types in which it said something, by j tag and by kind; at most 50 together
 * zap_cnt_recd        offers that were paid in full, verified, in all time; zap_amt_recd: sats (NIP-85)
 * jobs_offered, jobs_delivered, jobs_completed, jobs_disputed, jobs_error, jobs_abandoned, jobs_late,
 * paid_not_delivered  offers
 * fill_permille       delivered, of those that came to an end
 * p50_ms, p95_ms      from the request to the first result
 * price_p50_msat      of what it asked
 * earned_verified_msat, earned_claimed_msat, refunded_msat    never added up
 * payers, customers, repeat_customers   people
 * uptime_permille, last_seen   signs of life; last_seen is rounded down to five minutes
 *
 * customer
 * zap_cnt_sent, zap_amt_sent   what was paid, verified, for its jobs in all time, by whomever (NIP-85)
 * requests, requests_answered, requests_completed, requests_cancelled, requests_expired   jobs
 * results_disputed, results_unpaid   offers
 * providers           people
 * spent_verified_msat, spent_claimed_msat
 *
 * v                   the version of the rules
 * </pre>
 */
public final class ProfileEvent {
    public static final int KIND = 30_382;
    public static final int MAX_TYPES = 50;

    private static final long SIGN_OF_LIFE_SECONDS = 300;

    /**
     * What is known of a provider.
     *
     * @param month its last 30 days, {@code all} all time
     * @param types in which it said something
     * @param uptimePermille five-minute slots with a sign of life
     * @param lastSeen its newest sign of life, Unix seconds
     */
    public record Provider(
            Summary month, Summary all, List<JobType> types, OptionalInt uptimePermille, OptionalLong lastSeen) {
        public Provider {
            types = List.copyOf(types);
        }
    }

    /**
     * What is known of a customer.
     *
     * @param month its last 30 days, {@code all} all time
     */
    public record Customer(Summary month, Summary all) {}

    private final Optional<String> relayUrl;
    private final ZapTrust zapTrust;

    /** @param relayUrl where clients find this relay; ignored when it is longer than a tag may be */
    public ProfileEvent(Optional<String> relayUrl, ZapTrust zapTrust) {
        this.relayUrl = relayUrl.filter(url -> url.length() <= OwnTags.MAX_CHARS);
        this.zapTrust = zapTrust;
    }

    /** The event of somebody who is a provider, or a customer, or both. */
    public OwnEvent of(Bytes32 pubkey, Optional<Provider> provider, Optional<Customer> customer) {
        OwnTags tags = new OwnTags().add("d", pubkey.hex());
        relayUrl.ifPresentOrElse(url -> tags.add("p", pubkey.hex(), url), () -> tags.add("p", pubkey.hex()));
        tags.add("w", "30d");
        provider.ifPresent(known -> addProvider(tags, known));
        customer.ifPresent(known -> addCustomer(tags, known));
        tags.add("v", OwnEvent.RULES_VERSION);
        return OwnEvent.of(KIND, tags);
    }

    private void addProvider(OwnTags tags, Provider provider) {
        provider.types().stream().distinct().sorted().limit(MAX_TYPES).forEach(type -> addType(tags, type));
        if (zapTrust.verifies()) {
            tags.add("zap_cnt_recd", provider.all().count(Counter.VERIFIED_PAID));
            tags.add("zap_amt_recd", provider.all().sum(Money.VERIFIED) / 1_000);
        }
        addProvided(tags, provider.month(), "");
        addProvided(tags, provider.all(), "_all");
        provider.uptimePermille().ifPresent(permille -> tags.add("uptime_permille", permille));
        provider.lastSeen()
                .ifPresent(at -> tags.add("last_seen", Math.floorDiv(at, SIGN_OF_LIFE_SECONDS) * SIGN_OF_LIFE_SECONDS));
    }

    private static void addType(OwnTags tags, JobType type) {
        JobTypeTag tag = JobTypeTag.of(type);
        tags.add(tag.letter().equals("j") ? "t" : tag.letter(), tag.value());
    }

    private void addProvided(OwnTags tags, Summary summary, String suffix) {
        tags.add("jobs_offered" + suffix, summary.count(Counter.OFFERS))
                .add("jobs_delivered" + suffix, summary.count(Counter.RESULTS))
                .add("jobs_completed" + suffix, summary.count(Counter.OFFERS_COMPLETED))
                .add("jobs_disputed" + suffix, summary.count(Counter.OFFERS_DISPUTED))
                .add("jobs_error" + suffix, summary.count(Counter.ERRORS))
                .add("jobs_abandoned" + suffix, summary.count(Counter.ABANDONED))
                .add("jobs_late" + suffix, summary.count(Counter.LATE))
                .add("paid_not_delivered" + suffix, summary.count(Counter.PAID_NOT_DELIVERED))
                .add("fill_permille" + suffix, permille(summary.completionRate()));
        Quantiles times = summary.distribution(Measure.FIRST_RESULT);
        tags.add("p50_ms" + suffix, times.p50())
                .add("p95_ms" + suffix, times.p95())
                .add(
                        "price_p50_msat" + suffix,
                        summary.distribution(Measure.PRICE).p50());
        addVerified(tags, "earned_verified_msat" + suffix, summary);
        tags.add("earned_claimed_msat" + suffix, summary.sum(Money.CLAIMED))
                .add("refunded_msat" + suffix, summary.sum(Money.REFUNDED))
                .add("payers" + suffix, summary.people(Group.PAYERS).count())
                .add("customers" + suffix, summary.people(Group.CUSTOMERS).count())
                .add("repeat_customers" + suffix, summary.repeatCustomers());
    }

    private void addCustomer(OwnTags tags, Customer customer) {
        if (zapTrust.verifies()) {
            tags.add("zap_cnt_sent", customer.all().count(Counter.VERIFIED_PAID));
            tags.add("zap_amt_sent", customer.all().sum(Money.VERIFIED) / 1_000);
        }
        addAskedFor(tags, customer.month(), "");
        addAskedFor(tags, customer.all(), "_all");
    }

    private void addAskedFor(OwnTags tags, Summary summary, String suffix) {
        tags.add("requests" + suffix, summary.count(Counter.REQUESTS))
                .add("requests_answered" + suffix, summary.count(Counter.ANSWERED))
                .add("requests_completed" + suffix, summary.count(Counter.COMPLETED))
                .add("requests_cancelled" + suffix, summary.count(Counter.CANCELLED))
                .add("requests_expired" + suffix, summary.count(Counter.EXPIRED))
                .add("results_disputed" + suffix, summary.count(Counter.OFFERS_DISPUTED))
                .add("results_unpaid" + suffix, summary.count(Counter.UNPAID_DELIVERED))
                .add("providers" + suffix, summary.people(Group.PROVIDERS).count());
        addVerified(tags, "spent_verified_msat" + suffix, summary);
        tags.add("spent_claimed_msat" + suffix, summary.sum(Money.CLAIMED));
    }

    private void addVerified(OwnTags tags, String name, Summary summary) {
        if (zapTrust.verifies()) {
            tags.add(name, summary.sum(Money.VERIFIED));
        }
    }

    static OptionalLong permille(OptionalDouble share) {
        return share.isPresent() ? OptionalLong.of(Math.round(share.getAsDouble() * 1_000)) : OptionalLong.empty();
    }
}
