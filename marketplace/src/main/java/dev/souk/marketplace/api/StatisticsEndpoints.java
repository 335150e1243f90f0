package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The numbers of the market and of its types, in one window and over time. */
final class StatisticsEndpoints {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    /** Points of one series. */
    static final int MAX_POINTS = 1_000;

    static final Map<String, Window> WINDOWS =
            Arrays.stream(Window.values()).collect(Collectors.toMap(Window::wire, Function.identity()));

    private static final Map<String, Granularity> BUCKETS =
            Map.of("5m", Granularity.FIVE_MINUTES, "1h", Granularity.HOUR, "1d", Granularity.DAY);

    private final MarketView view;
    private final ApiSettings settings;

    StatisticsEndpoints(MarketView view, ApiSettings settings) {
        this.view = view;
        this.settings = settings;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(Paths.V1 + "/types", this::types, "limit", "cursor"),
                Endpoint.of(Paths.V1 + "/types/{j}", this::type),
                Endpoint.of(Paths.V1 + "/stats", this::window, "window", "j"),
                Endpoint.of(Paths.V1 + "/stats/series", this::series, "bucket", "window", "j"));
    }

    private Answer types(Call call) {
        int limit = call.query().number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        MarketView.TypePage page = Answer.page(() -> view.types(call.query().text("cursor"), limit));
        Json json = new Json().object().put("zap_trust", settings.zapTrust().wire());
        json.array("types");
        page.types().forEach(row -> {
            write(json.object(), row.type());
            json.put("last_asked", row.lastAsked());
            writeWindow(json, "all", new Scope.OfType(row.type()), Window.ALL);
            json.end();
        });
        return Answer.json(json.end().put("cursor", page.cursor()).end(), Answer.STATISTICS_AGE);
    }

    private static void write(Json json, JobType type) {
        json.put("type", type.name()).put("j", Paths.j(type)).put("kind", Paths.kind(type));
    }

    private void writeWindow(Json json, String field, Scope scope, Window window) {
        SummaryDocument.write(json.object(field), view.summary(scope, window));
        json.end();
    }

    private Answer type(Call call) {
        JobType type = known(Query.type(call.variable("j"), "j"));
        Scope scope = new Scope.OfType(type);
        Json json = new Json().object().put("zap_trust", settings.zapTrust().wire());
        write(json, type);
        writeWindow(json, "day", scope, Window.LAST_DAY);
        writeWindow(json, "month", scope, Window.LAST_MONTH);
        writeWindow(json, "all", scope, Window.ALL);
        Answer.putEvent(json, published(Optional.of(type), Window.LAST_MONTH));
        return Answer.json(json.end(), Answer.STATISTICS_AGE);
    }

    private JobType known(JobType type) {
        if (!view.isType(type)) {
            throw new RefusedException(Problem.unknown("type of job"));
        }
        return type;
    }

    private Optional<dev.souk.storage.StoredEvent> published(Optional<JobType> type, Window window) {
        return view.published(
                settings.statisticsKind(), type.map(JobType::name).orElse("market") + ":" + window.wire());
    }

    private Answer window(Call call) {
        Optional<JobType> type = call.query().jobType().map(this::known);
        Window window = call.query().choice("window", WINDOWS).orElse(Window.LAST_DAY);
        Scope scope = scope(type);
        Json json = new Json().object();
        json.put("zap_trust", settings.zapTrust().wire())
                .put("type", type.map(JobType::name))
                .put("window", window.wire())
                .put("from", window.start(scope, view.nowSeconds()))
                .put("to", window.end(scope, view.nowSeconds()));
        writeWindow(json, "summary", scope, window);
        Answer.putEvent(json, published(type, window));
        return Answer.json(json.end(), Answer.STATISTICS_AGE);
    }

    private static Scope scope(Optional<JobType> type) {
        return type.<Scope>map(Scope.OfType::new).orElse(new Scope.Market());
    }

    private Answer series(Call call) {
        Optional<JobType> type = call.query().jobType().map(this::known);
        Window window = call.query().choice("window", WINDOWS).orElse(Window.LAST_DAY);
        Granularity bucket = call.query().choice("bucket", BUCKETS).orElse(defaultBucket(window));
        Scope scope = scope(type);
        Series series = Series.of(scope, window, bucket, view.nowSeconds())
                .orElseThrow(() -> Query.bad(
                        "bucket",
                        "is not kept for so long, or makes more than " + MAX_POINTS
                                + " points: take a longer one, or a shorter window"));
        Json json = new Json().object();
        json.put("zap_trust", settings.zapTrust().wire())
                .put("type", type.map(JobType::name))
                .put("window", window.wire())
                .put("bucket_seconds", bucket.seconds())
                .put("from", series.from())
                .put("to", series.to())
                .array("points");
        view.series(scope, bucket, series.from(), series.to()).stream()
                .limit(MAX_POINTS)
                .forEach(point -> {
                    json.object().put("start", point.start());
                    SummaryDocument.write(json, point.summary());
                    json.end();
                });
        return Answer.json(json.end().end(), Answer.STATISTICS_AGE);
    }

    private static Granularity defaultBucket(Window window) {
        return switch (window) {
            case LAST_HOUR -> Granularity.FIVE_MINUTES;
            case LAST_DAY, LAST_WEEK -> Granularity.HOUR;
            case LAST_MONTH, ALL -> Granularity.DAY;
        };
    }
}
