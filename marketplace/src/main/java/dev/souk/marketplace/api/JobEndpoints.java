package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Transition;
import dev.souk.marketplace.ledger.JobQuery;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.storage.StoredEvent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Jobs: lists of them, one of them, what proves its status, what it waits for, and the events behind it. */
final class JobEndpoints {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    private static final int DELETION = 5;

    private static final Map<String, JobStatus> STATUSES =
            Arrays.stream(JobStatus.values()).collect(Collectors.toMap(JobStatus::wire, Function.identity()));
    private static final Map<String, JobQuery.Sort> SORTS =
            Map.of("newest", JobQuery.Sort.NEWEST, "oldest", JobQuery.Sort.OLDEST, "bid", JobQuery.Sort.BID);

    private final MarketView view;
    private final ApiSettings settings;

    JobEndpoints(MarketView view, ApiSettings settings) {
        this.view = view;
        this.settings = settings;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(
                        Paths.V1 + "/jobs",
                        this::list,
                        "j",
                        "kind",
                        "status",
                        "open",
                        "customer",
                        "provider",
                        "min_bid",
                        "since",
                        "until",
                        "sort",
                        "limit",
                        "cursor"),
                Endpoint.of(Paths.V1 + "/jobs/{id}", this::one),
                Endpoint.of(Paths.V1 + "/jobs/{id}/evidence", this::evidence),
                Endpoint.of(Paths.V1 + "/jobs/{id}/chain", this::chain),
                Endpoint.of(Paths.V1 + "/events/{id}", this::event));
    }

    private Answer list(Call call) {
        MarketView.JobPage page = Answer.page(() -> view.jobs(query(call.query())));
        Json json = new Json().object().put("zap_trust", settings.zapTrust().wire());
        json.array("jobs");
        page.jobs().forEach(job -> JobDocument.writeRow(json, job));
        return Answer.json(json.end().put("cursor", page.cursor()).end(), Answer.JOBS_AGE);
    }

    private static JobQuery query(Query query) {
        return new JobQuery(
                query.jobType(),
                query.kind("kind"),
                statuses(query),
                query.truth("open"),
                query.pubkey("customer"),
                query.pubkey("provider"),
                query.number("min_bid", 0, Amounts.MAX_MSAT),
                query.number("since", 0, Event.MAX_TIME),
                query.number("until", 0, Event.MAX_TIME),
                query.choice("sort", SORTS).orElse(JobQuery.Sort.NEWEST),
                query.text("cursor"),
                query.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT));
    }

    private static Set<JobStatus> statuses(Query query) {
        Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
        query.texts("status").forEach(word -> statuses.add(Query.chosen("status", word, STATUSES)));
        return statuses;
    }

    private Job known(Call call) {
        return view.job(call.event("id")).orElseThrow(() -> new RefusedException(Problem.unknown("job")));
    }

    private Answer one(Call call) {
        Job job = known(call);
        Json json = new Json().object().put("zap_trust", settings.zapTrust().wire());
        JobDocument.write(json, job);
        return sealed(json, job);
    }

    /** Ends the document of one job with what the relay has signed of it. */
    private Answer sealed(Json json, Job job) {
        Answer.putEvent(json, view.published(settings.jobKind(), job.id().hex()));
        return Answer.json(json.end(), Answer.JOBS_AGE);
    }

    private Answer evidence(Call call) {
        Job job = known(call);
        Json json = new Json().object();
        json.put("job", job.id()).put("status", job.status().wire()).array("evidence");
        view.history(job.id()).forEach(transition -> write(json, transition));
        return sealed(json.end(), job);
    }

    private static void write(Json json, Transition transition) {
        json.object()
                .put("at", transition.at())
                .put("from", transition.from().map(JobStatus::wire))
                .put("to", transition.to().wire())
                .put("rule", transition.proof().rule())
                .putId("event", transition.proof().event())
                .put("link", transition.proof().event().map(Paths::event))
                .end();
    }

    private Answer chain(Call call) {
        Chain chain = Chain.of(view, known(call));
        Json json = new Json().object();
        json.put("job", chain.root().id())
                .put("status", chain.root().job().map(job -> job.status().wire()))
                .put("delivered", chain.root().isDelivered())
                .putIds("depends_on", chain.root().needs())
                .putIds("blocked_by", chain.blockers(chain.root()));
        json.array("waits_for");
        chain.dependencies().forEach(node -> write(json, chain, node));
        json.end().array("waited_for_by");
        chain.dependents().forEach(node -> write(json, chain, node));
        json.end().array("cycles");
        chain.cycles()
                .forEach(edge -> json.object()
                        .put("job", edge.job())
                        .put("dependency", edge.dependency())
                        .end());
        return Answer.json(json.end().put("truncated", chain.isTruncated()).end(), Answer.JOBS_AGE);
    }

    private static void write(Json json, Chain chain, Chain.Node node) {
        json.object()
                .put("id", node.id())
                .put("depth", node.depth())
                .put("status", node.job().map(job -> job.status().wire()))
                .put("delivered", node.isDelivered())
                .putIds("depends_on", node.needs())
                .putIds("blocked_by", chain.blockers(node))
                .end();
    }

    /**
     * The event as it is stored. Only events that are part of a job, and deletions, are shown: the rest is for REQ, which
     * knows who may see what.
     */
    private Answer event(Call call) {
        Bytes32 id = call.event("id");
        Optional<StoredEvent> stored = view.event(id)
                .filter(event -> !event.header().hasExpired(view.nowSeconds()))
                .filter(this::isMarketEvent);
        return stored.map(event -> Answer.whole("application/json", event.json(), Answer.JOBS_AGE))
                .orElseThrow(() -> new RefusedException(Problem.unknown("event of a job")));
    }

    private boolean isMarketEvent(StoredEvent event) {
        Bytes32 id = event.header().id();
        return event.header().kind() == DELETION
                || view.jobOf(id).isPresent()
                || view.job(id).flatMap(Job::request).isPresent();
    }
}
