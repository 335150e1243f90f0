package dev.souk.deploy.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Reads small documents over HTTP. */
final class Web {
    private static final int MAX_BYTES = 1 << 20;
    /** Of an answer that may be a long list. */
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    private static final int OK = 200;

    private Web() {}

    /** What came back, of whatever status. */
    record Answer(int status, byte[] body) {}

    /** Posts a document, with this {@code Authorization}. */
    static Answer post(URI uri, String type, String authorization, byte[] body)
            throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(RelayConnection.PATIENCE).build();
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", type)
                    .header("Authorization", authorization)
                    .timeout(RelayConnection.PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return new Answer(response.statusCode(), in.readNBytes(MAX_ANSWER_BYTES));
            }
        } finally {
            http.shutdownNow();
        }
    }

    /** The first {@link #MAX_BYTES} of the document; anything but a success is an exception. */
    static byte[] get(URI uri, String type) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(RelayConnection.PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Accept", type)
                    .timeout(RelayConnection.PATIENCE)
                    .build();
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new IOException("HTTP status " + response.statusCode());
                }
                return body.readNBytes(MAX_BYTES);
            }
        } finally {
            http.shutdownNow();
        }
    }
}
