package dev.souk.deploy.config;

import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.ServerConfig;
import dev.souk.relay.config.ThreadsConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The table of everything that can be set, and the rules that hold between settings. Immutable. */
final class Sections {
    /** Something that must hold between two settings; {@code subject} is the one to name. */
    private record Rule(
            Setting<?, ?> subject, Setting<?, ?> other, Predicate<SoukConfig> holds, String relation, String why) {}

    private final ServerSection server = new ServerSection();
    private final MonitoringSection monitoring = new MonitoringSection();
    private final StorageSection storage = new StorageSection();
    private final LimitsSection limits = new LimitsSection();
    private final EventsSection events = new EventsSection();
    private final AuthSection auth = new AuthSection();
    private final MembersSection members = new MembersSection();
    private final SearchSection search = new SearchSection();
    private final ManagementSection management = new ManagementSection();
    private final NegentropySection negentropy = new NegentropySection();
    private final ListsSection lists = new ListsSection();
    private final WriteSection write = new WriteSection();
    private final ReadSection read = new ReadSection();
    private final BackupSection backup = new BackupSection();
    private final RetentionSection retention = new RetentionSection();
    private final PluginSection plugin = new PluginSection();
    private final MirrorsSection mirrors = new MirrorsSection();
    private final ThreadsSection threads = new ThreadsSection();
    private final InfoSection info = new InfoSection();
    private final MarketSection market = new MarketSection();
    private final LogSection log = new LogSection();
    private final List<Rule> rules = rules();

    /** All sections, in the order of the file. */
    List<Section<?>> all() {
        return List.of(
                server,
                monitoring,
                storage,
                limits,
                events,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup,
                retention,
                plugin,
                mirrors,
                threads,
                info,
                market,
                log);
    }

    /** All settings, in the order of the file. */
    Stream<Setting<?, ?>> settings() {
        return all().stream().flatMap(section -> section.settings().stream());
    }

    /** The section of this name. */
    Optional<Section<?>> section(String name) {
        return all().stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** The setting of this key, like {@code server.port}. */
    Optional<Setting<?, ?>> setting(String key) {
        return settings().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** The key that somebody who wrote {@code typed} most likely meant: of that name elsewhere, or the most similar. */
    String nearest(String typed) {
        String name = typed.substring(typed.lastIndexOf('.') + 1);
        return settings()
                .filter(setting -> setting.name().equals(name))
                .map(Setting::key)
                .findFirst()
                .orElseGet(() -> Nearest.to(typed, settings().map(Setting::key).toList()));
    }

    /** The environment variable that somebody who wrote {@code typed} most likely meant. */
    String nearestVariable(String typed) {
        return Nearest.to(typed, settings().map(Setting::variable).toList());
    }

    /** Makes the configuration of {@code values}, and adds to them a problem for every rule that is broken. */
    SoukConfig read(Values values) {
        RelayConfig relay = new RelayConfig(
                server.read(values),
                monitoring.read(values),
                limits.read(values),
                events.read(values),
                threads.read(values),
                info.read(values),
                auth.read(values),
                members.read(values),
                search.read(values),
                management.read(values),
                negentropy.read(values),
                lists.read(values),
                write.read(values),
                read.read(values),
                backup.read(values),
                retention.read(values),
                plugin.read(values),
                mirrors.read(values));
        SoukConfig config = new SoukConfig(relay, storage.read(values), market.read(values), log.read(values));
        rules.forEach(rule -> check(rule, config, values));
        return config;
    }

    private static void check(Rule rule, SoukConfig config, Values values) {
        boolean isKnown = !values.isInvalid(rule.subject()) && !values.isInvalid(rule.other());
        if (isKnown && !rule.holds().test(config)) {
            String place = values.place(rule.subject())
                    .or(() -> values.place(rule.other()))
                    .orElse("defaults");
            values.add(new Problem(
                    place,
                    rule.subject().key(),
                    "is " + shown(rule.subject(), values) + "; must be " + rule.relation() + " "
                            + rule.other().key() + ", which is " + shown(rule.other(), values) + ": " + rule.why()));
        }
    }

    private static <T> String shown(Setting<?, T> setting, Values values) {
        return setting.type().toToml(values.get(setting));
    }

    private List<Rule> rules() {
        return List.of(
                ofLimits(
                        limits.defaultLimit,
                        limits.maxLimit,
                        all -> all.defaultLimit() <= all.maxLimit(),
                        "at most",
                        "a limit that is left out is clamped too"),
                ofLimits(
                        limits.pingInterval,
                        limits.idleTimeout,
                        all -> all.pingInterval().compareTo(all.idleTimeout()) < 0,
                        "less than",
                        "a silent client must be pinged before it is closed"),
                ofLimits(
                        limits.maxOutboundBytes,
                        limits.maxTotalOutboundBytes,
                        all -> all.maxOutboundBytes() <= all.maxTotalOutboundBytes(),
                        "at most",
                        "one connection is part of all"),
                ofLimits(
                        limits.maxOutboundBytes,
                        limits.maxMessageBytes,
                        all -> all.maxOutboundBytes() >= all.maxMessageBytes(),
                        "at least",
                        "an event that was accepted must fit to be sent"),
                ofLimits(
                        limits.maxContentCharacters,
                        limits.maxMessageBytes,
                        all -> all.maxContentCharacters() <= all.maxMessageBytes(),
                        "at most",
                        "every character takes at least a byte of the message"),
                new Rule(
                        negentropy.maxItems,
                        negentropy.maxTotalItems,
                        config -> config.relay().negentropy().maxItems()
                                <= config.relay().negentropy().maxTotalItems(),
                        "at most",
                        "one set is part of all"),
                new Rule(
                        threads.maxBatch,
                        threads.writerQueue,
                        config -> fitsQueue(config.relay().threads()),
                        "at most",
                        "a batch is drawn from that queue"),
                new Rule(
                        mirrors.minBackoff,
                        mirrors.maxBackoff,
                        config -> mirrors.in(config)
                                        .minBackoff()
                                        .compareTo(mirrors.in(config).maxBackoff())
                                <= 0,
                        "at most",
                        "the first wait is the shortest"),
                new Rule(
                        write.trustDepth,
                        members.operators,
                        config -> config.relay().write().trustDepth() == 0
                                || !config.relay().members().operators().isEmpty(),
                        "0 without",
                        "follows are followed from the operators on"),
                new Rule(
                        server.tlsKey,
                        server.tlsCertificate,
                        config -> isWhole(config.relay().server()),
                        "given together with",
                        "one is of no use without the other"),
                new Rule(
                        plugin.restartMin,
                        plugin.restartMax,
                        config -> config.relay()
                                        .plugin()
                                        .restartMin()
                                        .compareTo(config.relay().plugin().restartMax())
                                <= 0,
                        "at most",
                        "each failure doubles the one up to the other"),
                new Rule(
                        monitoring.port,
                        server.port,
                        config -> hasOwnPort(config.relay()),
                        "other than",
                        "the pages for the operator are not for clients"));
    }

    private static Rule ofLimits(
            Setting<?, ?> subject, Setting<?, ?> other, Predicate<LimitsConfig> holds, String relation, String why) {
        return new Rule(subject, other, config -> holds.test(config.relay().limits()), relation, why);
    }

    private static boolean fitsQueue(ThreadsConfig threads) {
        return threads.maxBatch() <= threads.writerQueue();
    }

    private static boolean isWhole(ServerConfig server) {
        return server.tlsKey().isPresent() == server.tlsCertificate().isPresent();
    }

    /** Ports that the system chooses differ anyway. */
    private static boolean hasOwnPort(RelayConfig relay) {
        int port = relay.monitoring().port();
        return !relay.monitoring().enabled()
                || port == 0
                || port != relay.server().port();
    }
}
