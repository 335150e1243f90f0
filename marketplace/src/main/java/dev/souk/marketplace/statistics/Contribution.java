package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one job adds to statistics, and must take away again when it has changed. All of it counts for the time of the
 * request, whenever it happened: a window tells what became of the jobs asked for in it.
 */
public final class Contribution {
    private static final int VERSION = 1;

    private final long at;
    private final JobType type;
    private final Bytes32 customer;
    private final long outcome;
    private final List<OfferShare> offers;

    /** @param offers by provider, one each */
    private Contribution(long at, JobType type, Bytes32 customer, long outcome, List<OfferShare> offers) {
        this.at = at;
        this.type = type;
        this.customer = customer;
        this.outcome = outcome;
        this.offers = List.copyOf(offers);
    }

    /** What {@code job} adds; nothing while its request is unknown. */
    public static Optional<Contribution> of(Job job) {
        return job.request().map(request -> of(request, job));
    }

    private static Contribution of(JobRequest request, Job job) {
        Map<Bytes32, OfferShare> offers = new TreeMap<>();
        job.offers()
                .forEach(offer ->
                        OfferShare.of(request, offer).ifPresent(share -> offers.putIfAbsent(share.provider(), share)));
        long any = offers.values().stream().mapToLong(OfferShare::outcome).reduce(0, (a, b) -> a | b);
        return new Contribution(
                request.source().at(),
                request.type(),
                request.customer(),
                outcome(job.status(), any),
                List.copyOf(offers.values()));
    }

    private static long outcome(JobStatus status, long any) {
        boolean isCancelled = status == JobStatus.CANCELLED;
        return Counter.REQUESTS.bit()
                | OfferShare.when(Counter.RESULTS.isIn(any), Counter.ANSWERED)
                | OfferShare.when(
                        status == JobStatus.COMPLETED && Counter.OFFERS_COMPLETED.isIn(any), Counter.COMPLETED)
                | OfferShare.when(isCancelled, Counter.CANCELLED)
                | OfferShare.when(isCancelled && !Counter.OFFERS.isIn(any), Counter.CANCELLED_EARLY)
                | OfferShare.when(status == JobStatus.EXPIRED, Counter.EXPIRED)
                | OfferShare.when(status == JobStatus.FAILED, Counter.FAILED)
                | OfferShare.when(status == JobStatus.DISPUTED && Counter.OFFERS_DISPUTED.isIn(any), Counter.DISPUTED);
    }

    /** The same, counted under another type: see {@link TypeNames}. */
    public Contribution countedAs(JobType other) {
        return other.equals(type) ? this : new Contribution(at, other, customer, outcome, offers);
    }

    /** The time that all of it counts for, Unix seconds. */
    public long at() {
        return at;
    }

    /** The type that it counts under. */
    public JobType type() {
        return type;
    }

    public Bytes32 customer() {
        return customer;
    }

    /** The providers whose offers count, in the order of their keys. */
    public List<Bytes32> providers() {
        return offers.stream().map(OfferShare::provider).toList();
    }

    long outcome() {
        return outcome;
    }

    List<OfferShare> offers() {
        return offers;
    }

    /** The offer of {@code provider}. */
    Optional<OfferShare> offerOf(Bytes32 provider) {
        int low = 0;
        int high = offers.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = offers.get(middle).provider().compareTo(provider);
            if (order == 0) {
                return Optional.of(offers.get(middle));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /** All scopes in which it counts. */
    public List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>(3 + 2 * offers.size());
        scopes.add(new Scope.Market());
        scopes.add(new Scope.OfType(type));
        scopes.add(new Scope.OfCustomer(customer));
        for (OfferShare offer : offers) {
            scopes.add(new Scope.OfProvider(offer.provider()));
            scopes.add(new Scope.OfTypeAndProvider(type, offer.provider()));
        }
        return scopes;
    }

    /** True if it counts in {@code scope}. */
    public boolean isIn(Scope scope) {
        return switch (scope) {
            case Scope.Market market -> true;
            case Scope.OfType(JobType its) -> type.equals(its);
            case Scope.OfCustomer(Bytes32 its) -> customer.equals(its);
            case Scope.OfProvider(Bytes32 its) -> offerOf(its).isPresent();
            case Scope.OfTypeAndProvider(JobType its, Bytes32 provider) ->
                type.equals(its) && offerOf(provider).isPresent();
        };
    }

    /** As it is stored beside its job. */
    public byte[] encode() {
        RowWriter row = new RowWriter(96 + 96 * offers.size());
        row.octet(VERSION).signed(at).text(type.name()).key(customer).number(outcome);
        row.number(offers.size());
        offers.forEach(offer -> offer.write(row));
        return row.toBytes();
    }

    /**
     * What {@link #encode} wrote.
     *
     * @throws UnreadableRowException when it did not
     */
    public static Contribution decode(byte[] bytes) {
        RowReader row = new RowReader("a contribution", bytes);
        row.check(row.octet() == VERSION, "its version is unknown");
        long at = row.signed();
        JobType type = new JobType(row.text());
        Bytes32 customer = row.key();
        long outcome = OfferShare.readOutcome(row, true);
        List<OfferShare> offers = new ArrayList<>();
        for (int left = row.size(Bytes32.SIZE); left > 0; left--) {
            OfferShare offer = OfferShare.read(row);
            row.check(
                    offers.isEmpty() || offers.getLast().provider().compareTo(offer.provider()) < 0,
                    "offers are out of order");
            offers.add(offer);
        }
        row.end();
        return new Contribution(at, type, customer, outcome, offers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Contribution that
                && at == that.at
                && outcome == that.outcome
                && type.equals(that.type)
                && customer.equals(that.customer)
                && offers.equals(that.offers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {at, outcome, type, customer, offers});
    }

    @Override
    public String toString() {
        return "contribution of a job of " + customer + " at " + at + ", " + type + ", " + offers;
    }
}
