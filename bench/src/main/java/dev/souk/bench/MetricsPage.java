package dev.souk.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** What a relay shows of itself to Prometheus. Thread-safe. */
final class MetricsPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI page;

    MetricsPage(URI page) {
        this.page = page;
    }

    /** @param port where the relay shows it */
    static MetricsPage at(int port) {
        return new MetricsPage(URI.create("http://127.0.0.1:" + port + "/metrics"));
    }

    /** All values now, by the name of the meter with its labels, as the page writes them. */
    Map<String, Double> read() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (one, other) -> other));
    }

    @Override
    public void close() {
        client.close();
    }
}
