package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.souk.marketplace.dialect.DialectSettings.BidUnit;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.config.MirrorConfig.HostPort;
import dev.souk.relay.config.MirrorConfig.Trust;
import dev.souk.relay.config.MirrorsConfig;
import dev.souk.storage.Durability;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void withoutAFileTheDefaultsAreInEffect() {
        assertEquals(new ConfigOutcome.Usable(SoukConfig.DEFAULT, Optional.empty()), read(Map.of()));
    }

    @Test
    void readsEveryTypeOfValue() throws IOException {
        write("""
                [server]
                port = 8_080
                compression = false
                trusted_proxies = ["10.0.0.0/8"]
                [storage]
                durability = "interval"
                path = "/srv/events"
                [limits]
                idle_timeout = "2m"
                [events]
                extra_kinds = ["65536-69999", "70001"]
                [info]
                contact = "mailto:operator@example.com"
                [marketplace]
                key_file = "/etc/souk/relay.key"
                default_bid_unit = "msat"
                zap_trust = "allow-list"
                zap_hosts = ["wallet.example.com"]
                """);
        SoukConfig config = usable(read(Map.of()));
        assertEquals(8080, config.relay().server().port());
        assertEquals(false, config.relay().server().compression());
        assertEquals(List.of("10.0.0.0/8"), config.relay().server().trustedProxies());
        assertEquals(Durability.INTERVAL, config.storage().durability());
        assertEquals(Path.of("/srv/events"), config.storage().path());
        assertEquals(Duration.ofMinutes(2), config.relay().limits().idleTimeout());
        assertEquals(
                List.of(new KindRange(65_536, 69_999), new KindRange(70_001, 70_001)),
                config.relay().events().extraKinds());
        assertEquals(
                Optional.of("mailto:operator@example.com"),
                config.relay().info().contact());
        assertEquals(
                Optional.of(Path.of("/etc/souk/relay.key")), config.market().keyFile());
        assertEquals(BidUnit.MSAT, config.market().defaultBidUnit());
        assertEquals(ZapTrust.ALLOW_LIST, config.market().zapTrust());
        assertEquals(List.of("wallet.example.com"), config.market().zapHosts());
    }

    @Test
    void membersAreHexOrNpub() {
        String hex = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e";
        String npub = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg";
        SoukConfig config = usable(read(Map.of("SOUK_MEMBERS_OPERATORS", hex, "SOUK_MEMBERS_INITIAL", npub)));
        assertEquals(Set.of(Bytes32.ofHex(hex)), config.relay().members().operators());
        assertEquals(
                config.relay().members().operators(), config.relay().members().initial());
        for (String other : List.of("x", hex.substring(1), npub.replace("npub", "nsec"), npub.replace('0', 'q'))) {
            assertEquals(List.of("members.operators"), keys(read(Map.of("SOUK_MEMBERS_OPERATORS", other))), other);
        }
    }

    @Test
    void eachMirrorIsATableOfItsOwn() throws IOException {
        write("""
                [mirrors]
                max_backoff = "1m"
                [[mirrors.relays]]
                url = "wss://relay.example.com/path"
                filters = ['{"kinds":[0,1],"since":1700000000}']
                [[mirrors.relays]]
                url = "ws://abc.onion"
                name = "backup"
                direction = "both"
                trust = "trusted"
                catch_up = false
                proxy = "socks5://127.0.0.1:9050"
                """);
        MirrorsConfig mirrors = usable(read(Map.of())).relay().mirrors();
        assertEquals(Duration.ofMinutes(1), mirrors.maxBackoff());
        Filter filter = Filter.builder().kinds(0, 1).since(1_700_000_000).build();
        assertEquals(
                List.of(
                        MirrorConfig.of(URI.create("wss://relay.example.com/path"), Direction.DOWN)
                                .withFilters(filter),
                        new MirrorConfig(
                                "backup",
                                URI.create("ws://abc.onion"),
                                Direction.BOTH,
                                List.of(Filter.ALL),
                                Trust.TRUSTED,
                                false,
                                Optional.of(new HostPort("127.0.0.1", 9_050)))),
                mirrors.relays());
        assertEquals("relay.example.com/path", mirrors.relays().getFirst().name());
    }

    @Test
    void mirrorsInAVariableAreInlineTables() {
        SoukConfig config = usable(read(Map.of(
                "SOUK_MIRRORS_RELAYS",
                "[{url = \"ws://a.example\", direction = \"up\"}, {url = \"ws://b.example\"}]")));
        assertEquals(
                List.of("a.example", "b.example"),
                config.relay().mirrors().relays().stream()
                        .map(MirrorConfig::name)
                        .toList());
    }

    @Test
    void whatIsWrongWithAMirrorIsSaid() throws IOException {
        List<String> wrong = List.of(
                "direction = \"down\"",
                "url = \"https://relay.example.com\"",
                "url = \"ws://user:secret@relay.example.com\"",
                "url = \"ws://abc.onion\"",
                "url = \"ws://a.example\"\ndirection = \"sideways\"",
                "url = \"ws://a.example\"\nfilters = []",
                "url = \"ws://a.example\"\nfilters = ['{\"limit\":7}']",
                "url = \"ws://a.example\"\nproxy = \"http://127.0.0.1:8080\"",
                "url = \"ws://a.example\"\nproxy = \"socks5://127.0.0.1:99999\"",
                "url = \"ws://a.example\"\ndirektion = \"up\"",
                "url = \"ws://a.example\"\n[[mirrors.relays]]\nurl = \"ws://a.example\"");
        for (String table : wrong) {
            write("[[mirrors.relays]]\n" + table + "\n");
            assertEquals(List.of("mirrors.relays"), keys(read(Map.of())), table);
        }
        write("[mirrors]\nrelays = \"ws://a.example\"\n");
        assertEquals(List.of("mirrors.relays"), keys(read(Map.of())));
        write("");
        assertEquals(List.of("mirrors.relays"), keys(read(Map.of("SOUK_MIRRORS_RELAYS", "[{url = "))));
    }

    @Test
    void whatIsPrintedOfMirrorsReadsBack() throws IOException {
        SoukConfig config = usable(read(Map.of(
                "SOUK_MIRRORS_RELAYS",
                "[{url = \"ws://a.onion\", proxy = \"socks5://[::1]:9050\", filters = ['{\"#t\":[\"a\"]}']}]")));
        write(ConfigText.of(config));
        assertEquals(config, usable(read(Map.of())));
    }

    @Test
    void hostsOfWalletsAreNames() {
        for (String host :
                List.of("localhost", "127.0.0.1", "[::1]", "a.example:443", "https://a.example", "A.example")) {
            assertEquals(
                    List.of("marketplace.zap_hosts"), keys(read(Map.of("SOUK_MARKETPLACE_ZAP_HOSTS", host))), host);
        }
        usable(read(Map.of("SOUK_MARKETPLACE_ZAP_HOSTS", "a.example, b-c.xn--p1ai")));
    }

    @Test
    void aVariableOverridesTheFileAndAnOptionBoth() throws IOException {
        write("[server]\nport = 1\nhost = \"::1\"\nio_threads = 3\n");
        ConfigReader reader = new ConfigReader(
                folder,
                Map.of("SOUK_SERVER_PORT", "2", "SOUK_SERVER_HOST", "::2", "SOUK_EVENTS_EXTRA_KINDS", "70000, 70001"));
        SoukConfig config =
                usable(reader.read(Optional.empty(), List.of(new OptionValue("--port", "server.port", "3"))));
        assertEquals(3, config.relay().server().port());
        assertEquals("::2", config.relay().server().host());
        assertEquals(3, config.relay().server().ioThreads());
        assertEquals(2, config.relay().events().extraKinds().size());
    }

    @Test
    void allProblemsAreReportedAtOnceWithLineAndColumn() throws IOException {
        write("""
                port = 3
                [sever]
                x = 1
                [server]
                  prot = 1
                port = "abc"
                trusted_proxies = ["localhost"]
                [limits]
                default_limit = 6000
                max_message_bytes = 1
                """);
        assertEquals(
                List.of(
                        "souk.toml:1:1: port: stands in no section; the nearest is server.port",
                        "souk.toml:2:1: sever: is no section; the nearest is [server]",
                        "souk.toml:5:3: server.prot: is no setting; the nearest is server.port",
                        "souk.toml:6:1: server.port: is \"abc\"; expected a whole number from 0 to 65535",
                        "souk.toml:7:1: server.trusted_proxies: holds \"localhost\"; expected a list of addresses and"
                                + " ranges like \"10.0.0.0/8\" or \"::1\", at most 1000",
                        "souk.toml:10:1: limits.max_message_bytes: is 1; expected a whole number of bytes from 1024 to"
                                + " 67108864",
                        "souk.toml:9:1: limits.default_limit: is 6000; must be at most limits.max_limit, which is 5000:"
                                + " a limit that is left out is clamped too"),
                problems(read(Map.of())));
    }

    @Test
    void problemsOfVariablesNameTheVariable() {
        assertEquals(
                List.of(
                        "SOUK_LOG_LEVEL: log.level: is \"loud\"; expected one of \"error\", \"warn\", \"info\","
                                + " \"debug\", \"trace\"",
                        "SOUK_SERVER_PROT: is no variable of Souk; the nearest is SOUK_SERVER_PORT"),
                problems(read(Map.of("SOUK_SERVER_PROT", "1", "SOUK_LOG_LEVEL", "loud", "HOME", "/"))));
    }

    @Test
    void whatTheLauncherReadsIsNoMistake() {
        usable(read(Map.of(
                "SOUK_JAVA_HOME",
                "/jdk",
                "SOUK_JAVA_OPTS",
                "-Xmx1g",
                "SOUK_JAVA_FOLDERS",
                "/jdks",
                "SOUK_RELAY_KEY",
                "ab".repeat(32),
                "SOUK_CONFIG",
                "")));
    }

    @Test
    void aTypeErrorSilencesTheRulesThatWouldBuildOnIt() throws IOException {
        write("[limits]\nping_interval = \"3m\"\nidle_timeout = 4\n");
        assertEquals(1, problems(read(Map.of())).size());
    }

    @Test
    void rulesHoldBetweenSettings() throws IOException {
        write("""
                [server]
                port = 9000
                [monitoring]
                port = 9000
                [limits]
                ping_interval = "150s"
                max_outbound_bytes = 1_000_000_000
                max_content_characters = 131073
                [threads]
                max_batch = 10000
                """);
        assertEquals(
                List.of(
                        "limits.ping_interval",
                        "limits.max_outbound_bytes",
                        "limits.max_content_characters",
                        "threads.max_batch",
                        "monitoring.port"),
                keys(read(Map.of())));
    }

    @Test
    void theNumbersOfTheMarketAreOfAKindOfTheirOwn() throws IOException {
        write("[marketplace]\nstats_kind = 30382\n");
        assertEquals(List.of("marketplace.stats_kind"), keys(read(Map.of())));
        write("[marketplace]\nstats_kind = 30383\n");
        assertEquals(List.of("marketplace.stats_kind"), keys(read(Map.of())));
        write("[marketplace]\nstats_kind = 30384\n");
        usable(read(Map.of()));
    }

    @Test
    void anOutboundBufferHoldsAtLeastOneMessage() throws IOException {
        write("[limits]\nmax_outbound_bytes = 65536\n");
        assertEquals(List.of("limits.max_outbound_bytes"), keys(read(Map.of())));
    }

    @Test
    void bothPortsMayBeLeftToTheSystemAndMonitoringMayBeOff() throws IOException {
        write("[server]\nport = 0\n[monitoring]\nport = 0\n");
        usable(read(Map.of()));
        write("[server]\nport = 5\n[monitoring]\nport = 5\nenabled = false\n");
        usable(read(Map.of()));
    }

    @Test
    void brokenTomlIsReportedWithItsPlace() throws IOException {
        write("[server]\nport = \n");
        List<String> problems = problems(read(Map.of()));
        assertEquals("souk.toml:2:8", problems.get(0).substring(0, 13));
    }

    @Test
    void aKeyGivenTwiceIsAProblem() throws IOException {
        write("[server]\nport = 1\nport = 2\n");
        assertEquals(List.of("souk.toml:3:1: port previously defined at line 2, column 1"), problems(read(Map.of())));
    }

    @Test
    void aSettingInPlaceOfASectionIsAProblem() throws IOException {
        write("server = 1\n");
        assertEquals(
                List.of("souk.toml:1:1: server: is a section; write [server] and its keys below"),
                problems(read(Map.of())));
    }

    @Test
    void aFileThatIsNamedMustExist() {
        Path missing = folder.resolve("missing.toml");
        assertEquals(
                List.of("--config: there is no file " + missing + "; `souk config print` writes one to begin with"),
                problems(new ConfigReader(folder, Map.of()).read(Optional.of(missing), List.of())));
        assertEquals(
                List.of("SOUK_CONFIG: there is no file " + missing + "; `souk config print` writes one to begin with"),
                problems(read(Map.of("SOUK_CONFIG", missing.toString()))));
    }

    @Test
    void theOptionWinsOverTheVariableAndThatOverTheWorkingFolder() throws IOException {
        write("[server]\nport = 1\n");
        Path second = Files.writeString(folder.resolve("second.toml"), "[server]\nport = 2\n");
        Path third = Files.writeString(folder.resolve("third.toml"), "[server]\nport = 3\n");
        ConfigReader reader = new ConfigReader(folder, Map.of("SOUK_CONFIG", second.toString()));
        assertEquals(1, usable(read(Map.of())).relay().server().port());
        assertEquals(
                2,
                usable(reader.read(Optional.empty(), List.of()))
                        .relay()
                        .server()
                        .port());
        assertEquals(
                3,
                usable(reader.read(Optional.of(third), List.of()))
                        .relay()
                        .server()
                        .port());
    }

    @Test
    void aFileThatIsNotTextIsAProblem() throws IOException {
        Files.write(folder.resolve("souk.toml"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertEquals(List.of("souk.toml: is not UTF-8 text"), problems(read(Map.of())));
    }

    private void write(String toml) throws IOException {
        Files.writeString(folder.resolve("souk.toml"), toml);
    }

    private ConfigOutcome read(Map<String, String> environment) {
        return new ConfigReader(folder, environment).read(Optional.empty(), List.of());
    }

    private static SoukConfig usable(ConfigOutcome outcome) {
        return assertInstanceOf(ConfigOutcome.Usable.class, outcome, outcome::toString)
                .config();
    }

    /** The problems as text, the folder left out. */
    private List<String> problems(ConfigOutcome outcome) {
        String prefix = folder + "/souk.toml";
        return assertInstanceOf(ConfigOutcome.Unusable.class, outcome).problems().stream()
                .map(problem -> problem.toString().replace(prefix, "souk.toml"))
                .toList();
    }

    private static List<String> keys(ConfigOutcome outcome) {
        return assertInstanceOf(ConfigOutcome.Unusable.class, outcome).problems().stream()
                .map(Problem::key)
                .toList();
    }
}
