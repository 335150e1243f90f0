package dev.souk.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Asks the marketplace's pages, one request after another on one connection. */
final class HttpPhase {
    private static final String[] STATUSES = {"completed", "delivered", "requested", "expired"};

    private final MarketSample sample;
    private final int requests;
    private final Random random = new Random(1);

    HttpPhase(MarketSample sample, int requests) {
        this.sample = sample;
        this.requests = requests;
    }

    List<Measured> run(Relay relay) throws Exception {
        String base = "http" + relay.uri().toString().substring("ws".length()) + "api/v1";
        List<Measured> figures = new ArrayList<>();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            figures.addAll(ask(client, "GET a job", () -> base + "/jobs/" + any(sample.jobs())));
            figures.addAll(ask(
                    client,
                    "GET jobs of type, status",
                    () -> base + "/jobs?j=" + any(sample.types()) + "&status="
                            + STATUSES[random.nextInt(STATUSES.length)] + "&limit=50"));
            figures.addAll(ask(client, "GET stats", () -> base + "/stats?window=24h"));
            figures.addAll(ask(client, "GET providers", () -> base + "/providers?limit=50"));
        }
        return figures;
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private List<Measured> ask(HttpClient client, String name, Supplier<String> url) throws Exception {
        Histogram latency = Measured.histogram();
        long bytes = 0;
        for (int i = -requests / 5; i < requests; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.get())).build();
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            long nanos = System.nanoTime() - start;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " for " + request.uri());
            }
            if (i >= 0) {
                latency.recordValue(nanos);
                bytes += answer.body().length;
            }
        }
        return List.of(
                Measured.millis(name, "p50", latency, 50),
                Measured.millis(name, "p99", latency, 99),
                Measured.millis(name, "max", latency, 100),
                Measured.of(name, "bytes", (double) bytes / requests));
    }
}
