package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a relay tells of its market over HTTP, without what differs between two relays that know the same. */
final class ToldMarket implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int NOT_FOUND = 404;

    /** Moments and times that were measured, what was signed, and what the clock moves on. */
    private static final Pattern MEASURED =
            Pattern.compile(",?\"(?:(?:first_offer|first_result|offer|latency)_ms|seen_at|from|to|uptime_permille)\""
                    + ":(?:\\{[^}]*}|[^,}]*)");

    private static final Pattern ROW = Pattern.compile("\"id\":\"([0-9a-f]{64})\",\"status\":\"([a-z_]+)\"");
    private static final Pattern SIGNED = Pattern.compile(",\"event\":(?:null|\\{.*})}\\s*$", Pattern.DOTALL);
    private static final Pattern SIGNED_STATUS = Pattern.compile("\\[\"s\",\"([a-z_]+)\"]");
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final CrashProcess.Relay relay;

    ToldMarket(CrashProcess.Relay relay) {
        this.relay = relay;
    }

    /** Waits until the market knows this job. */
    void awaitJob(Bytes32 id) {
        await("the job " + id, () -> get(job(id.hex())).isPresent());
    }

    /** Waits until the status that is signed and stored is for every job the one that is told. */
    void awaitStatuses() {
        for (String id : jobs().keySet()) {
            await("the signed status of " + id, () -> signedStatus(id).equals(Optional.of(status(id))));
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "did not come in time: " + what);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** All jobs, page by page: their statuses by their ids. */
    SortedMap<String, String> jobs() {
        SortedMap<String, String> jobs = new TreeMap<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            String after = cursor.get().isEmpty() ? "" : "&cursor=" + cursor.get();
            String page = known("/api/v1/jobs?limit=50" + after);
            Matcher rows = ROW.matcher(page);
            while (rows.find()) {
                assertEquals(null, jobs.put(rows.group(1), rows.group(2)), "twice in the list of jobs");
            }
            cursor = found(CURSOR, page);
        }
        return jobs;
    }

    /** The status in a job's own document. */
    String status(String id) {
        return found(ROW, known(job(id)), 2).orElseThrow();
    }

    /** The status in the event that is stored of it. */
    Optional<String> signedStatus(String id) {
        return found(SIGNED, known(job(id)), 0).flatMap(event -> found(SIGNED_STATUS, event));
    }

    /** All documents by their targets: of each job, of the market, its types and its people. */
    SortedMap<String, String> documents() {
        SortedMap<String, String> documents = new TreeMap<>();
        Stream<String> jobs = jobs().keySet().stream().map(ToldMarket::job);
        Stream<String> numbers = Stream.of("/api/v1/stats?window=all", "/api/v1/types?limit=500");
        Stream<String> people = MarketHistory.people()
                .map(key -> key.publicKey().hex())
                .flatMap(pubkey -> Stream.of("/api/v1/providers/" + pubkey, "/api/v1/customers/" + pubkey));
        Stream.of(jobs, numbers, people)
                .flatMap(targets -> targets)
                .forEach(target ->
                        documents.put(target, get(target).map(this::lasting).orElse("unknown")));
        return documents;
    }

    private String lasting(String document) {
        return MEASURED.matcher(SIGNED.matcher(document).replaceFirst("}")).replaceAll("");
    }

    private static String job(String id) {
        return "/api/v1/jobs/" + id;
    }

    private static Optional<String> found(Pattern pattern, String text) {
        return found(pattern, text, 1);
    }

    private static Optional<String> found(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
    }

    private String known(String target) {
        return get(target).orElseThrow(() -> new AssertionError("not there: " + target));
    }

    private Optional<String> get(String target) {
        HttpRequest request = HttpRequest.newBuilder(relay.http(target))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            assertEquals(200, answer.statusCode(), () -> target + ": " + answer.body());
            return Optional.of(answer.body());
        } catch (IOException e) {
            throw new AssertionError("no answer: " + target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
