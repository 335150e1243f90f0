package dev.souk.marketplace.api;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.MarketView.TypeRow;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The paths and the fields of DVMDash (its second version), so that what was made for it works here. Requests and
 * responses are jobs and delivered offers, not events, so that what is sent again does not count again. What else
 * differs stands in docs/HTTP.md.
 */
final class DvmdashEndpoints {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;
    static final int MAX_OFFSET = 1_000_000;

    /** The kind of every request that says what it wants in a {@code j} tag. */
    private static final int DRAFT_KIND = 68_001;

    private static final Map<String, Window> RANGES =
            Map.of("1h", Window.LAST_HOUR, "24h", Window.LAST_DAY, "7d", Window.LAST_WEEK, "30d", Window.LAST_MONTH);

    private final MarketView view;
    private final DvmdashFigures figures;

    DvmdashEndpoints(MarketView view) {
        this.view = view;
        this.figures = new DvmdashFigures(view);
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(Paths.ROOT + "/stats/global/latest", this::global, "timeRange"),
                Endpoint.of(Paths.ROOT + "/dvms", this::providers, "limit", "offset", "timeRange"),
                Endpoint.of(Paths.ROOT + "/stats/dvm/{dvm_id}", this::provider, "timeRange"),
                Endpoint.of(Paths.ROOT + "/kinds", this::kinds, "limit", "offset", "timeRange"),
                Endpoint.of(Paths.ROOT + "/stats/kind/{kind}", this::kind, "timeRange"));
    }

    private static Window window(Call call) {
        return call.query().choice("timeRange", RANGES).orElse(Window.LAST_MONTH);
    }

    private static Answer answer(Json json) {
        return Answer.json(json, Answer.STATISTICS_AGE);
    }

    private Answer global(Call call) {
        Window window = window(call);
        Summary summary = view.summary(new Scope.Market(), window);
        DvmdashFigures.Leaders leaders = figures.leaders(window);
        Json json = new Json().object();
        writePeriod(json, new Scope.Market(), window);
        json.put("total_requests", summary.count(Counter.REQUESTS))
                .put("total_responses", summary.count(Counter.RESULTS))
                .put("unique_dvms", summary.people(Group.PROVIDERS).count())
                .put("unique_kinds", leaders.kinds())
                .put("unique_users", summary.people(Group.CUSTOMERS).count())
                .putId("popular_dvm", leaders.provider())
                .put("popular_kind", leaders.kind())
                .put("competitive_kind", leaders.competitiveKind());
        writeSeries(
                json,
                new Scope.Market(),
                window,
                point -> json.put("total_requests", point.count(Counter.REQUESTS))
                        .put("total_responses", point.count(Counter.RESULTS))
                        .put("unique_users", point.people(Group.CUSTOMERS).count())
                        .put("unique_dvms", point.people(Group.PROVIDERS).count()));
        return answer(json.end());
    }

    private void writePeriod(Json json, Scope scope, Window window) {
        long now = view.nowSeconds();
        json.put("timestamp", DvmdashFigures.instant(Math.floorDiv(now, Answer.STATISTICS_AGE) * Answer.STATISTICS_AGE))
                .put(
                        "period_start",
                        DvmdashFigures.instant(window.start(scope, now).orElse(0)))
                .put("period_end", DvmdashFigures.instant(window.end(scope, now).orElse(now)));
    }

    private void writeSeries(Json json, Scope scope, Window window, Consumer<Summary> point) {
        Granularity bucket = DvmdashFigures.bucket(scope, window);
        json.array("time_series");
        Series.of(scope, window, bucket, view.nowSeconds())
                .ifPresent(series -> view.series(scope, bucket, series.from(), series.to())
                        .forEach(each -> {
                            json.object().put("time", DvmdashFigures.time(each.start()));
                            point.accept(each.summary());
                            json.end();
                        }));
        json.end();
    }

    private Answer providers(Call call) {
        Window window = window(call);
        int limit = call.query().number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = call.query().number("offset", 0, MAX_OFFSET, 0);
        Json json = new Json().object();
        json.array("dvms");
        figures.activeProviders(window, limit, offset).forEach(provider -> writeRow(json, provider, window));
        return answer(json.end().end());
    }

    private void writeRow(Json json, MarketView.Ranked provider, Window window) {
        Collection<Integer> kinds = kindsOf(provider.pubkey());
        Summary summary = figures.summary(provider.pubkey(), window);
        json.object().put("id", provider.pubkey());
        json.put("last_seen", DvmdashFigures.instant(provider.lastSeen().orElseThrow()))
                .put("is_active", true);
        writeKinds(json, kinds);
        json.put("num_supporting_kinds", kinds.size())
                .put("total_responses", summary.count(Counter.RESULTS))
                .put("total_feedback", summary.count(Counter.OFFERS))
                .put("total_events", summary.count(Counter.RESULTS) + summary.count(Counter.OFFERS));
        writeProfile(json, provider.pubkey());
        json.end();
    }

    /** The kinds that it works for; all work that is asked for by a {@code j} tag is of one kind. */
    private Collection<Integer> kindsOf(Bytes32 provider) {
        Collection<Integer> kinds = new TreeSet<>();
        for (JobType type : view.typesOf(provider, PeopleEndpoints.MAX_TYPES)) {
            kinds.add(Paths.kind(type).orElse(DRAFT_KIND));
        }
        return kinds;
    }

    private static void writeKinds(Json json, Collection<Integer> kinds) {
        json.array("supported_kinds");
        kinds.forEach(json::add);
        json.end();
    }

    private void writeProfile(Json json, Bytes32 provider) {
        Optional<Reading.Announced> newest = PeopleEndpoints.newest(view.announcements(provider));
        json.put("dvm_name", newest.flatMap(Reading.Announced::name))
                .put("dvm_about", newest.flatMap(Reading.Announced::about))
                .put("dvm_picture", newest.flatMap(Reading.Announced::picture));
    }

    private Answer provider(Call call) {
        Window window = window(call);
        Bytes32 pubkey = call.pubkey("dvm_id");
        if (view.provider(pubkey).isEmpty()) {
            throw new RefusedException(Problem.unknown("provider"));
        }
        Scope scope = new Scope.OfProvider(pubkey);
        Summary summary = figures.summary(pubkey, window);
        Json json = new Json().object().put("dvm_id", pubkey);
        writeProfile(json, pubkey);
        writePeriod(json, scope, window);
        json.put("total_responses", summary.count(Counter.RESULTS))
                .put("total_feedback", summary.count(Counter.OFFERS));
        writeKinds(json, kindsOf(pubkey));
        writeSeries(
                json,
                scope,
                window,
                point -> json.put("total_responses", point.count(Counter.RESULTS))
                        .put("total_feedback", point.count(Counter.OFFERS)));
        return answer(json.end());
    }

    private Answer kinds(Call call) {
        Window window = window(call);
        int limit = call.query().number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = call.query().number("offset", 0, MAX_OFFSET, 0);
        Json json = new Json().object();
        json.array("kinds");
        figures.activeKinds(window).stream().skip(offset).limit(limit).forEach(row -> {
            Scope scope = new Scope.OfType(row.type());
            Summary summary = view.summary(scope, window);
            json.object()
                    .put("kind", Paths.kind(row.type()))
                    .put("last_seen", DvmdashFigures.instant(row.lastAsked()))
                    .put("num_supporting_dvms", deliverers(scope))
                    .put("total_requests", summary.count(Counter.REQUESTS))
                    .put("total_responses", summary.count(Counter.RESULTS))
                    .end();
        });
        return answer(json.end().end());
    }

    /** Whoever has delivered work of a kind, at any time, supports it. */
    private long deliverers(Scope scope) {
        return view.summary(scope, Window.ALL).people(Group.DELIVERERS).count();
    }

    private Answer kind(Call call) {
        Window window = window(call);
        TypeRow row = known(call);
        Scope scope = new Scope.OfType(row.type());
        Summary summary = view.summary(scope, window);
        Json json = new Json().object().put("kind", Paths.kind(row.type()));
        writePeriod(json, scope, window);
        json.put("total_requests", summary.count(Counter.REQUESTS))
                .put("total_responses", summary.count(Counter.RESULTS))
                .put("num_supporting_dvms", deliverers(scope))
                .putIds("supporting_dvms", figures.deliverers(row.type(), PeopleEndpoints.MAX_LIMIT));
        writeSeries(
                json,
                scope,
                window,
                point -> json.put("total_requests", point.count(Counter.REQUESTS))
                        .put("total_responses", point.count(Counter.RESULTS)));
        return answer(json.end());
    }

    private TypeRow known(Call call) {
        JobType wanted = Query.type("k:" + call.variable("kind"), "kind");
        return figures.kinds().stream()
                .filter(row -> row.type().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new RefusedException(Problem.unknown("kind of request")));
    }
}
