package dev.souk.marketplace.api;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Providers, in the order of their rank and one by one, and customers one by one. */
final class PeopleEndpoints {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    /** Types of one provider that are shown. */
    static final int MAX_TYPES = 100;

    private final MarketView view;
    private final ApiSettings settings;

    PeopleEndpoints(MarketView view, ApiSettings settings) {
        this.view = view;
        this.settings = settings;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(Paths.V1 + "/providers", this::list, "j", "limit", "cursor"),
                Endpoint.of(Paths.V1 + "/providers/{pubkey}", this::provider),
                Endpoint.of(Paths.V1 + "/customers/{pubkey}", this::customer));
    }

    private Answer list(Call call) {
        Optional<JobType> type = call.query().jobType();
        int limit = call.query().number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        MarketView.ProviderPage page =
                Answer.page(() -> view.providers(type, call.query().text("cursor"), limit));
        Json json = new Json().object();
        json.put("zap_trust", settings.zapTrust().wire())
                .put("type", type.map(JobType::name))
                .array("providers");
        page.providers().forEach(provider -> {
            write(json.object(), provider);
            json.end();
        });
        return Answer.json(json.end().put("cursor", page.cursor()).end(), Answer.STATISTICS_AGE);
    }

    private static void write(Json json, MarketView.Provider provider) {
        Optional<Reading.Announced> newest = newest(provider.announcements());
        json.put("pubkey", provider.pubkey())
                .put("name", newest.flatMap(Reading.Announced::name))
                .put("picture", newest.flatMap(Reading.Announced::picture))
                .put("last_seen", provider.lastSeen())
                .put("uptime_permille", provider.uptimePermille());
        RankDocument.write(json, provider.month());
        SummaryDocument.write(json.object("month"), provider.month());
        SummaryDocument.write(json.end().object("all"), provider.all());
        json.end();
    }

    /** What a provider said of itself last; it may have several announcements, one for each of its handlers. */
    static Optional<Reading.Announced> newest(List<Reading.Announced> announcements) {
        return announcements.stream().max(Comparator.comparing(Reading.Announced::source, Source.ORDER));
    }

    private Answer provider(Call call) {
        Bytes32 pubkey = call.pubkey("pubkey");
        MarketView.Provider provider =
                view.provider(pubkey).orElseThrow(() -> new RefusedException(Problem.unknown("provider")));
        Json json = new Json().object().put("zap_trust", settings.zapTrust().wire());
        write(json, provider);
        json.array("types");
        view.typesOf(pubkey, MAX_TYPES).forEach(type -> writeType(json, pubkey, type));
        json.end().array("announcements");
        provider.announcements().forEach(announced -> writeAnnouncement(json, announced));
        json.end();
        Answer.putEvent(json, view.published(settings.profileKind(), pubkey.hex()));
        return Answer.json(json.end(), Answer.STATISTICS_AGE);
    }

    private void writeType(Json json, Bytes32 pubkey, JobType type) {
        Summary all = view.summary(new Scope.OfTypeAndProvider(type, pubkey), Window.ALL);
        json.object().put("type", type.name()).put("j", Paths.j(type)).put("kind", Paths.kind(type));
        SummaryDocument.write(json.object("all"), all);
        json.end().end();
    }

    private static void writeAnnouncement(Json json, Reading.Announced announced) {
        json.object()
                .put("event", announced.source().id())
                .put("created_at", announced.source().createdAt())
                .put("handler", announced.handler())
                .put("name", announced.name())
                .put("about", announced.about())
                .put("picture", announced.picture())
                .array("kinds");
        announced.kinds().forEach(json::add);
        json.end().putAll("types", announced.types()).end();
    }

    private Answer customer(Call call) {
        Bytes32 pubkey = call.pubkey("pubkey");
        Scope scope = new Scope.OfCustomer(pubkey);
        Summary all = view.summary(scope, Window.ALL);
        if (all.count(Counter.REQUESTS) == 0) {
            throw new RefusedException(Problem.unknown("customer"));
        }
        Json json = new Json().object();
        json.put("zap_trust", settings.zapTrust().wire()).put("pubkey", pubkey);
        SummaryDocument.write(json.object("month"), view.summary(scope, Window.LAST_MONTH));
        SummaryDocument.write(json.end().object("all"), all);
        Answer.putEvent(json.end(), view.published(settings.profileKind(), pubkey.hex()));
        return Answer.json(json.end(), Answer.STATISTICS_AGE);
    }
}
