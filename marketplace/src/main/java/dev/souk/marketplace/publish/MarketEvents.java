package dev.souk.marketplace.publish;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.ledger.Addresses;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.Outbox;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.marketplace.status.AggregateEvent;
import dev.souk.marketplace.status.JobStatusEvent;
import dev.souk.marketplace.status.OwnEvent;
import dev.souk.marketplace.status.ProfileEvent;
import dev.souk.marketplace.status.RelayProfile;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;

/** Makes the relay's own events of what the ledger shows. Owned by the extension's thread. */
public final class MarketEvents implements Publisher.EventMaker {
    private final MarketView view;
    private final JobStatusEvent statuses;
    private final ProfileEvent profiles;
    private final AggregateEvent aggregates;
    private final RelayProfile self;

    public MarketEvents(
            MarketView view,
            JobStatusEvent statuses,
            ProfileEvent profiles,
            AggregateEvent aggregates,
            RelayProfile self) {
        this.view = view;
        this.statuses = statuses;
        this.profiles = profiles;
        this.aggregates = aggregates;
        this.self = self;
    }

    @Override
    public Optional<Publisher.Made> make(Outbox outbox, Outbox.Item item, Optional<Outbox.Published> last) {
        return switch (item.kind()) {
            case Addresses.JOB_STATUS -> Bytes32.parse(item.d()).flatMap(id -> status(id, last));
            case Addresses.PROFILE ->
                Bytes32.parse(item.d()).flatMap(pubkey -> {
                    outbox.rank(pubkey);
                    return profile(pubkey).map(MarketEvents::plain);
                });
            case RelayProfile.KIND -> Optional.of(plain(self.event()));
            default -> aggregate(item.d()).map(MarketEvents::plain);
        };
    }

    private static Publisher.Made plain(OwnEvent event) {
        return new Publisher.Made(event, Optional.empty(), Optional.empty());
    }

    private Optional<Publisher.Made> status(Bytes32 id, Optional<Outbox.Published> last) {
        return view.job(id).filter(job -> job.request().isPresent()).map(job -> {
            String status = job.status().wire();
            boolean isSame = last.flatMap(Outbox.Published::status)
                    .filter(status::equals)
                    .isPresent();
            Optional<String> previous =
                    isSame ? last.flatMap(Outbox.Published::previous) : last.flatMap(Outbox.Published::status);
            return new Publisher.Made(statuses.of(job, blockers(job), previous), Optional.of(status), previous);
        });
    }

    /**
     * The jobs whose output this one waits for. None of them waits for this one: an id is the hash of what its event says,
     * so of two events only the later one can name the other.
     */
    private List<Bytes32> blockers(Job job) {
        return job.request().map(JobRequest::dependsOn).orElse(List.of()).stream()
                .filter(needed -> !view.isDelivered(needed))
                .toList();
    }

    private Optional<OwnEvent> profile(Bytes32 pubkey) {
        Optional<ProfileEvent.Provider> provider = view.provider(pubkey)
                .filter(known -> known.all().count(Counter.OFFERS) > 0)
                .map(known -> new ProfileEvent.Provider(
                        known.month(),
                        known.all(),
                        view.typesOf(pubkey, ProfileEvent.MAX_TYPES),
                        known.uptimePermille(),
                        known.lastSeen()));
        Scope asCustomer = new Scope.OfCustomer(pubkey);
        Summary all = view.summary(asCustomer, Window.ALL);
        Optional<ProfileEvent.Customer> customer = all.count(Counter.REQUESTS) == 0
                ? Optional.empty()
                : Optional.of(new ProfileEvent.Customer(view.summary(asCustomer, Window.LAST_MONTH), all));
        return provider.isEmpty() && customer.isEmpty()
                ? Optional.empty()
                : Optional.of(profiles.of(pubkey, provider, customer));
    }

    /** The window follows the last colon of the {@code d} tag, the type stands before it. */
    private Optional<OwnEvent> aggregate(String d) {
        int colon = d.lastIndexOf(':');
        Optional<Window> window = Window.named(d.substring(colon + 1));
        String subject = d.substring(0, Math.max(0, colon));
        Optional<JobType> type = subject.equals("market") ? Optional.empty() : Optional.of(new JobType(subject));
        return window.map(named -> aggregate(type, named));
    }

    private OwnEvent aggregate(Optional<JobType> type, Window window) {
        Scope scope = type.<Scope>map(Scope.OfType::new).orElseGet(Scope.Market::new);
        return aggregates.of(
                type, window, view.nowSeconds(), view.summary(scope, window), series(scope, window), top(type, window));
    }

    private Optional<AggregateEvent.Series> series(Scope scope, Window window) {
        if (window == Window.ALL) {
            return Optional.empty();
        }
        Granularity step = window.step(scope) == Granularity.HOUR && window == Window.LAST_MONTH
                ? Granularity.DAY
                : window.step(scope);
        long now = view.nowSeconds();
        List<Long> requests = view
                .series(
                        scope,
                        step,
                        window.start(scope, now).orElseThrow(),
                        window.end(scope, now).orElseThrow())
                .stream()
                .map(point -> point.summary().count(Counter.REQUESTS))
                .toList();
        return Optional.of(new AggregateEvent.Series(step, requests));
    }

    /** The best-ranked providers with their results in the window; shorter windows than a month name nobody. */
    private List<AggregateEvent.Top> top(Optional<JobType> type, Window window) {
        if (window != Window.LAST_MONTH && window != Window.ALL) {
            return List.of();
        }
        return view.providers(type, Optional.empty(), AggregateEvent.MAX_TOP).providers().stream()
                .map(provider -> new AggregateEvent.Top(
                        provider.pubkey(),
                        (window == Window.ALL ? provider.all() : provider.month()).count(Counter.RESULTS)))
                .filter(top -> top.results() > 0)
                .toList();
    }
}
