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
    private static final int OK = 200;

    private Web() {}

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
