package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.relay.config.AuthConfig.Mode;
import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.ServerConfig.ForwardedHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of other relays, translated; what comes out is read as a configuration of Souk. */
class ConfigConvertIT {
    private static final String KEY = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String NPUB = "npub10xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqpkge6d";

    /** Every key that strfry 1.1 knows, none as it is by default there. */
    private static final String STRFRY = """
            db = "/srv/strfry"  # a comment
            dbParams { maxreaders = 300, mapsize = 0x100000000, noReadAhead = true }
            events {
                maxEventSize = 70000
                rejectEventsNewerThanSeconds = 600
                rejectEventsOlderThanSeconds = 86400
                rejectEphemeralEventsOlderThanSeconds = 61
                ephemeralEventsLifetimeSeconds = 301
                maxNumTags = 1999
                maxTagValSize = 1025
            }
            relay {
                bind = '0.0.0.0'
                port: 7778
                nofiles = 1000000
                realIpHeader = "x-forwarded-for"
                auth { enabled = true serviceUrl = "wss://relay.example.com" restrictedReadKinds = "4, 1059,14" // kinds
                       restrictReadToInvolvedPubkey = false }
                info {
                    name = "A \\"good\\" " + "relay"
                    description = \"""one
            two\"""
                    pubkey = "%s"
                    self = "%s"
                    contact = "mailto:op@example.com"
                    icon = "https://example.com/icon.png"
                    banner = "https://example.com/banner.png"
                    privacy = "https://example.com/privacy"
                    terms = "https://example.com/terms"
                    nips = "[1,2]"
                }
                maxWebsocketPayloadSize = 65536
                maxReqFilterSize = 100
                autoPingSeconds = 200
                enableTcpKeepalive = true
                queryTimesliceBudgetMicroseconds = 5000
                maxFilterLimit = 400
                maxTagsPerFilter = 4
                maxFilterLimitCount = 200000
                maxSubsPerConnection = 20
                maxPendingOutboundBytes = 536870912
                writePolicy { plugin = "/usr/local/bin/policy" timeoutSeconds = 5 }
                compression { enabled = false slidingWindow = false }
                logging { dumpInAll = true dumpInEvents = true dumpInReqs = true dbScanPerf = true invalidEvents = false }
                numThreads { ingester = 4 reqWorker = 5 reqMonitor = 6 negentropy = 7 }
                negentropy { enabled = false maxSyncEvents = 2000000 }
                filterValidation { enabled = true maxFiltersPerReq = 4 minFiltersPerReq = 2 maxKindsPerFilter = 5
                    allowedKinds = "1" requireAuthorOrTag = true }
                /* and one that nobody knows */ unheardOf = 17
            }
            """.formatted(NPUB, KEY);

    /** Every key that nostr-rs-relay 0.9 knows, and one that only its example has. */
    private static final String RS_RELAY = """
            [info]
            relay_url = "wss://relay.example.com/"
            name = "A relay"
            description = "one\\n\\ntwo"
            pubkey = "%s"
            contact = "mailto:op@example.com"
            favicon = "favicon.ico"
            relay_icon = "https://example.com/icon.png"
            relay_page = "index.html"
            [diagnostics]
            tracing = true
            [database]
            engine = "sqlite"
            data_directory = "/srv/relay"
            in_memory = false
            min_conn = 1
            max_conn = 9
            connection = "postgresql://me:hidden-password@localhost/nostr"
            connection_write = "postgresql://me:hidden-password@localhost/nostr"
            [logging]
            folder_path = "./log"
            file_prefix = "relay"
            [grpc]
            event_admission_server = "http://[::1]:50051"
            restricts_write = true
            [network]
            address = "127.0.0.2"
            port = 8081
            remote_ip_header = "cf-connecting-ip"
            ping_interval_seconds = 300
            ping_interval = 301
            [options]
            reject_future_seconds = 1800
            [limits]
            messages_per_sec = 5
            subscriptions_per_min = 10
            db_conns_per_client = 3
            max_blocking_threads = 17
            max_event_bytes = 100000
            max_ws_message_bytes = 262144
            max_ws_frame_bytes = 262144
            broadcast_buffer = 4096
            event_persist_buffer = 512
            event_kind_blacklist = [70202, 4]
            event_kind_allowlist = [0, 1, 30023]
            limit_scrapers = true
            [authorization]
            pubkey_whitelist = ["%s"]
            nip42_auth = true
            nip42_dms = false
            [verified_users]
            mode = "passive"
            domain_blacklist = ["a.example"]
            domain_whitelist = ["b.example"]
            verify_expiration = "1 week"
            verify_update_frequency = "24 hours"
            max_consecutive_failures = 21
            [pay_to_relay]
            enabled = true
            processor = "LNBits"
            admission_cost = 4201
            cost_per_event = 1
            node_url = "https://node.example"
            api_secret = "hidden-password"
            rune_path = "/srv/hidden-password"
            direct_message = true
            terms_message = "be good"
            sign_ups = true
            secret_key = "hidden-password"
            [retention]
            max_events = 1000000
            max_bytes = 50000000000
            persist_days = 90
            whitelist_addresses = ["%s"]
            """.formatted(KEY, KEY, KEY);

    private static final Pattern KEY_OF_LINE = Pattern.compile("(\\w+)\\s*[=:] ");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatStrfryWasToldSoukIsTold() throws IOException {
        SoukConfig config = converted("strfry.conf", STRFRY);
        RelayConfig relay = config.relay();
        assertEquals("0.0.0.0", relay.server().host());
        assertEquals(7778, relay.server().port());
        assertEquals(7779, relay.monitoring().port());
        assertFalse(relay.server().compression());
        assertEquals(forAllKinds(70_000), relay.write().maxBytes());
        assertEquals(Duration.ofMinutes(10), relay.events().maxFuture());
        assertEquals(Duration.ofDays(1), relay.events().maxAge());
        assertEquals(1_999, relay.limits().maxEventTags());
        assertEquals(List.of("wss://relay.example.com"), relay.auth().relayUrls());
        assertEquals(Set.of(4, 14, 1_059), relay.auth().privateKinds());
        assertEquals("A \"good\" relay", relay.info().name());
        assertEquals("one two", relay.info().description());
        assertEquals(Optional.of(KEY), relay.info().pubkey());
        assertEquals(Optional.of("https://example.com/terms"), relay.info().termsOfService());
        assertEquals(65_536, relay.limits().maxMessageBytes());
        assertEquals(65_536, relay.limits().maxContentCharacters());
        assertEquals(100, relay.limits().maxFilters());
        assertEquals(Duration.ofSeconds(200), relay.limits().pingInterval());
        assertEquals(Duration.ofSeconds(440), relay.limits().idleTimeout());
        assertEquals(400, relay.limits().maxLimit());
        assertEquals(400, relay.limits().defaultLimit());
        assertEquals(20, relay.limits().maxSubscriptions());
        assertEquals(512L << 20, relay.limits().maxOutboundBytes());
        assertEquals(512L << 20, relay.limits().maxTotalOutboundBytes());
        assertEquals(4, relay.threads().verify());
        assertEquals(5, relay.threads().replay());
        assertEquals(List.of("/usr/local/bin/policy"), relay.plugin().command());
        assertEquals(Duration.ofSeconds(5), relay.plugin().timeout());
        assertFalse(relay.negentropy().enabled());
        assertEquals(2_000_000, relay.negentropy().maxItems());
    }

    @Test
    void whatNostrRsRelayWasToldSoukIsTold() throws IOException {
        SoukConfig config = converted("config.toml", RS_RELAY);
        RelayConfig relay = config.relay();
        assertEquals("127.0.0.2", relay.server().host());
        assertEquals(8081, relay.server().port());
        assertEquals(List.of("wss://relay.example.com/"), relay.auth().relayUrls());
        assertEquals("one two", relay.info().description());
        assertEquals(Optional.of("https://example.com/icon.png"), relay.info().icon());
        assertEquals(Duration.ofMinutes(5), relay.limits().pingInterval());
        assertEquals(Duration.ofMinutes(30), relay.events().maxFuture());
        assertEquals(forAllKinds(100_000), relay.write().maxBytes());
        assertEquals(262_144, relay.limits().maxMessageBytes());
        assertEquals(4_096, relay.threads().liveQueue());
        assertEquals(512, relay.threads().writerQueue());
        assertEquals(Mode.OPTIONAL, relay.auth().mode());
        Path lists = folder.resolve("lists").toAbsolutePath();
        assertEquals(Optional.of(lists), relay.lists().folder());
        assertEquals(
                List.of("# authorization.pubkey_whitelist", KEY),
                Files.readAllLines(lists.resolve("allow-pubkeys.txt")));
        assertEquals(
                List.of("# limits.event_kind_blacklist", "70202", "4"),
                Files.readAllLines(lists.resolve("deny-kinds.txt")));
        assertEquals(
                List.of("# limits.event_kind_allowlist", "0", "1", "30023"),
                Files.readAllLines(lists.resolve("allow-kinds.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"strfry.conf", "config.toml"})
    void everySettingIsAccountedFor(String name) throws IOException {
        String source = name.equals("strfry.conf") ? STRFRY : RS_RELAY;
        Path file = Files.writeString(folder.resolve(name), source);
        String out = new Shell(folder).run("config", "convert", file.toString()).out();
        source.lines()
                .filter(line -> !line.startsWith("["))
                .flatMap(line -> KEY_OF_LINE.matcher(line).results().map(result -> result.group(1)))
                .forEach(key -> assertTrue(out.contains(key), key + " is not accounted for in\n" + out));
        assertFalse(out.contains("hidden-password"), "a secret is shown");
    }

    @Test
    void whatIsUnknownOrHasNoCounterpartIsListedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("strfry.conf"), STRFRY);
        String out = new Shell(folder).run("config", "convert", file.toString()).out();
        assertTrue(
                out.contains("#   relay.unheardOf = 17 (line " + lineOf("unheardOf") + ")\n#       is no setting that"),
                out);
        assertTrue(
                out.contains("relay.realIpHeader = \"x-forwarded-for\" (line " + lineOf("realIpHeader")
                        + ")\n#       believed from the proxies"),
                out);
        assertTrue(out.contains("\n# relay.bind\nhost = \"0.0.0.0\"\n"), out);
    }

    @Test
    void withoutAnOutputListsComeAsComments() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), RS_RELAY);
        String out = new Shell(folder).run("config", "convert", file.toString()).out();
        assertTrue(out.contains("# To be written to allow-pubkeys.txt in the folder that lists.folder names:\n"), out);
        assertTrue(out.contains("#   " + KEY + "\n"), out);
        assertFalse(Files.exists(folder.resolve("lists")));
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), RS_RELAY);
        Path out = Files.writeString(folder.resolve("souk.toml"), "");
        Shell.Result result = new Shell(folder).run("config", "convert", file.toString(), "-o", out.toString());
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("", Files.readString(out));
        Files.delete(out);
        Files.createDirectories(folder.resolve("lists"));
        Files.writeString(folder.resolve("lists/deny-kinds.txt"), "1\n");
        result = new Shell(folder).run("config", "convert", file.toString(), "-o", out.toString());
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("deny-kinds.txt is there already"), result.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void whatNostrRsRelayDoesByDefaultDecidesWhereClientsFindIt() throws IOException {
        SoukConfig config = converted("config.toml", "[info]\nname = \"x\"\n");
        assertEquals("0.0.0.0", config.relay().server().host());
        assertEquals(8080, config.relay().server().port());
    }

    @Test
    void zeroMeansWhatItMeantThere() throws IOException {
        SoukConfig strfry = converted(
                "strfry.conf",
                "relay { maxFilterLimitCount = 0 maxPendingOutboundBytes = 0 autoPingSeconds = 0 auth { enabled = false"
                        + " restrictedReadKinds = \"\" } } events { rejectEventsOlderThanSeconds = 9999999999 }");
        assertEquals(SoukConfig.DEFAULT.relay().limits(), strfry.relay().limits(), "no limit there became one here");
        assertEquals(Mode.OPTIONAL, strfry.relay().auth().mode());
        assertEquals(Set.of(), strfry.relay().auth().privateKinds());
        assertEquals(Duration.ofDays(36_525), strfry.relay().events().maxAge());
        Files.delete(folder.resolve("souk.toml"));
        SoukConfig other = converted("config.toml", "[limits]\nmax_event_bytes = 0\nmax_ws_message_bytes = 0\n");
        assertEquals(SoukConfig.DEFAULT.relay().limits(), other.relay().limits());
        assertEquals(List.of(), other.relay().write().maxBytes());
        assertEquals(ForwardedHeader.X_FORWARDED_FOR, other.relay().server().forwardedHeader());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relay {",
                "relay { port = }",
                "relay { port = 1 } }",
                "relay { info { name = \"x } }",
                "(include \"other.conf\")\nrelay { }",
                "relay { port += 1 }",
                "relay { port = 99999999999999999999 }",
                "relay { port = \"7777\" }",
                "relay { bind = 1 }",
                "relay { info { name = \"\\uZZZZ\" } }",
                "relay /* { port = 1 }",
                "relay { a = [[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]] }",
                "[network]\nport = \"x\"\n",
                "[network]\nport = \n",
                "[limits]\nevent_kind_blacklist = [[1]]\n",
                "info:\n  relay_url: wss://x\n",
                "hello",
                ""
            })
    void whatCannotBeReadIsRefusedInWords(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("some.file"), source);
        Shell.Result result = new Shell(folder).run("config", "convert", file.toString());
        assertTrue(result.exitCode() != ExitCode.OK, result.out());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("souk: "), result.err());
        assertFalse(result.err().contains("a fault of Souk"), result.err());
    }

    @Test
    void valuesThatSoukCannotTakeAreNotedAndLeftOut() throws IOException {
        SoukConfig config = converted(
                "strfry.conf",
                "relay { port = 99999 bind = \"not a host\" maxWebsocketPayloadSize = 10 maxSubsPerConnection = 0"
                        + " info { pubkey = \"nobody\" icon = \"icon.png\" } numThreads { ingester = 1000 } }");
        assertEquals(SoukConfig.DEFAULT.relay().server(), config.relay().server());
        assertEquals(SoukConfig.DEFAULT.relay().info(), config.relay().info());
        String out = Files.readString(folder.resolve("souk.toml"));
        assertTrue(out.contains("relay.port = 99999 (line 1)\n#       server.port is 99999; expected"), out);
        assertTrue(out.contains("is no public key"), out);
    }

    /** Translated, written, and read again without a complaint. */
    private SoukConfig converted(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name), source);
        Path out = folder.resolve("souk.toml");
        Shell.Result result = new Shell(folder).run("config", "convert", file.toString(), "-o", out.toString());
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        Shell.Result check = new Shell(folder).run("config", "check", "--config", out.toString());
        assertEquals(ExitCode.OK, check.exitCode(), () -> check.err() + text(out));
        ConfigOutcome outcome = new ConfigReader(folder, Map.of()).read(Optional.of(out), List.of());
        return ((ConfigOutcome.Usable) outcome).config();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long lineOf(String key) {
        return 1 + STRFRY.lines().takeWhile(line -> !line.contains(key)).count();
    }

    private static List<ByKind<Long>> forAllKinds(long bytes) {
        return List.of(new ByKind<>(new KindRange(0, Integer.MAX_VALUE), bytes));
    }
}
