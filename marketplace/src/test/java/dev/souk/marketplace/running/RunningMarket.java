package dev.souk.marketplace.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.souk.marketplace.MarketConfig;
import dev.souk.marketplace.Marketplace;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.lnurl.LnurlNetwork;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.RelayFixture;
import dev.souk.relay.TestClient;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.extension.OwnKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A relay with the market inside, on a port of its own, a client of it, and a small market: a customer who asks, a
 * provider who delivers, a wallet that signs receipts. Its clock stands still but while something is awaited: then each
 * look is a second later than the one before, so that what is due gets done.
 */
final class RunningMarket implements AutoCloseable {
    static final long NOW = RelayFixture.START.getEpochSecond();
    static final SecretKey SELF = TestKeys.key(99);
    static final SecretKey CUSTOMER = TestKeys.key(10);
    static final SecretKey PROVIDER = TestKeys.key(20);

    private static final String NAME = "Souk of the test";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final RelayFixture relay;
    private final TestClient client;
    private long now = NOW;
    private int jobs;

    private RunningMarket(Marketplace market) {
        this(market, config -> config);
    }

    private RunningMarket(Marketplace market, UnaryOperator<RelayConfig> settings) {
        relay = RelayFixture.start(settings, new OwnKey(SELF.publicKey(), Set.of(market.name())), market);
        client = relay.connect();
    }

    static RunningMarket start() {
        return new RunningMarket(new Marketplace(MarketConfig.DEFAULT, SELF, NAME));
    }

    /** One on a relay that shows what it stores not to everybody. */
    static RunningMarket guarded(AuthConfig auth) {
        return new RunningMarket(new Marketplace(MarketConfig.DEFAULT, SELF, NAME), config -> config.withAuth(auth));
    }

    /** One that asks wallets, in a network of the test's own. */
    static RunningMarket asking(LnurlNetwork network) {
        return asking(network, ZapTrust.ANY);
    }

    /** The same, which asks not everybody. */
    static RunningMarket asking(LnurlNetwork network, ZapTrust trust, String... hosts) {
        MarketConfig defaults = MarketConfig.DEFAULT;
        MarketConfig config = new MarketConfig(
                defaults.enabled(),
                defaults.keyFile(),
                defaults.defaultBidUnit(),
                defaults.publishInterval(),
                defaults.aggregateInterval(),
                defaults.statsKind(),
                trust,
                List.of(hosts),
                defaults.trustedSigners(),
                defaults.silence(),
                defaults.grace(),
                defaults.maxWaiting(),
                defaults.maxUnknownJobs(),
                defaults.maxTypes(),
                defaults.maxLag(),
                defaults.hotJobBytes());
        return new RunningMarket(new Marketplace(config, SELF, NAME, network));
    }

    /** Where the clock stands. */
    long now() {
        return now;
    }

    /** Another client on a connection of its own. */
    TestClient connect() {
        return relay.connect();
    }

    /** Publishes what the relay must accept. */
    void publish(Event... events) {
        client.accepted(events);
    }

    Event asked(String type) {
        Event request = TestEvents.ofKind(68_001)
                .by(CUSTOMER)
                .at(now)
                .content("job " + ++jobs)
                .tag("j", type)
                .tag("input", "x", "text")
                .tag("bid", "100")
                .build();
        publish(request);
        return request;
    }

    Event processing(Event request) {
        return answer(TestEvents.ofKind(68_003).tag("status", "processing"), request);
    }

    Event delivered(Event request) {
        return answer(TestEvents.ofKind(68_002).tag("amount", "21000"), request);
    }

    private Event answer(TestEvents answer, Event request) {
        Event made = answer.by(PROVIDER)
                .at(now)
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex())
                .build();
        publish(made);
        return made;
    }

    /** The customer pays for this event of the provider's, and a wallet says so. */
    Event zapped(Event result) {
        return zapped(result, new TestWallet(TestKeys.key(90)));
    }

    /** The same, with this wallet's word. */
    Event zapped(Event result, TestWallet wallet) {
        Event zap = TestWallet.request(CUSTOMER, PROVIDER.publicKey(), result.id(), 21_000, now);
        Event receipt = wallet.receipt(zap, now);
        publish(receipt);
        return receipt;
    }

    /** A customer's deletion of its request. */
    void cancelled(Event request) {
        publish(TestEvents.deletionOf(request).by(CUSTOMER).at(now).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    /** What the relay answers, headers given as names and values in turn. */
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The same with another method, and without a body. */
    HttpResponse<String> ask(String method, String path) {
        return send(
                request(path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new AssertionError("no answer: " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A stream of changes. Read by one thread, closed with its reader. */
    BufferedReader stream(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> answer = send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The document that is there. */
    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    JsonNode json(HttpResponse<String> answer) {
        try {
            return mapper.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    /** Waits until the document is there and as it should be. */
    JsonNode await(String path, Predicate<JsonNode> isSo) {
        String last = "";
        for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end; ) {
            HttpResponse<String> answer = get(path);
            last = answer.body();
            if (answer.statusCode() == 200 && isSo.test(json(answer))) {
                return json(answer);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            passSecond();
        }
        throw new AssertionError(path + " did not get as it should be: " + last);
    }

    /** Waits until a job has this status. */
    JsonNode awaitStatus(Event request, String status) {
        return await(job(request), document -> document.path("status").asText().equals(status));
    }

    static String job(Event request) {
        return "/api/v1/jobs/" + request.id();
    }

    /** Waits until the newest stored event that a filter finds is as it should be. */
    Event awaitEvent(String filter, Predicate<Event> isSo) {
        for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end; ) {
            for (Event found : client.stored(filter)) {
                if (isSo.test(found)) {
                    return found;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            passSecond();
        }
        throw new AssertionError("no such event came: " + filter);
    }

    /** From now on it is a second later. */
    void passSecond() {
        now++;
        relay.setClock(Instant.ofEpochSecond(now));
    }

    @Override
    public void close() {
        // Streams may be open: what still comes on them is nobody's business.
        http.shutdownNow();
        relay.close();
    }
}
