package dev.souk.relay;

import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import dev.souk.protocol.ManagementCall;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.SecretKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/** Somebody who manages a relay over HTTP (NIP-86), or tries to. */
record Operator(RelayFixture relay, SecretKey key) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The body of a call; texts are put into quotes, everything else is as it is. */
    static String body(String method, Object... params) {
        return Arrays.stream(params)
                .map(param -> param instanceof String text ? "\"" + text + "\"" : String.valueOf(param))
                .collect(Collectors.joining(",", "{\"method\":\"" + method + "\",\"params\":[", "]}"));
    }

    /** Calls, and returns the result, which there must be. */
    String call(String method, Object... params) {
        HttpResponse<String> answer = answer(body(method, params));
        String head = "{\"result\":";
        if (answer.statusCode() != 200 || !answer.body().startsWith(head)) {
            throw new AssertionError("expected a result of " + method + ", got " + answer + " " + answer.body());
        }
        return answer.body().substring(head.length(), answer.body().length() - 1);
    }

    /** Calls what must be done, and answers {@code true}. */
    void done(String method, Object... params) {
        String result = call(method, params);
        if (!result.equals("true")) {
            throw new AssertionError("expected true, got " + result);
        }
    }

    /** Calls what must not be done, and returns why. */
    String error(String method, Object... params) {
        return error(answer(body(method, params)), 200);
    }

    /** Why this answer, of this status, is no result. */
    static String error(HttpResponse<String> answer, int status) {
        String head = "{\"error\":\"";
        if (answer.statusCode() != status || !answer.body().startsWith(head)) {
            throw new AssertionError("expected an error of status " + status + ", got " + answer + " " + answer.body());
        }
        return answer.body().substring(head.length(), answer.body().length() - 2);
    }

    /** Sends this body with a good proof. */
    HttpResponse<String> answer(String body) {
        return post(body, Optional.of(header(proof(body).build())));
    }

    /** A good proof for this body, to be spoilt. */
    TestEvents proof(String body) {
        return unnamed(body).tag("u", url());
    }

    /** The same, which does not say for which relay it is. */
    TestEvents unnamed(String body) {
        return TestEvents.ofKind(27_235)
                .by(key)
                .at(relay.now().getEpochSecond())
                .tag("method", "POST")
                .tag("payload", hash(body));
    }

    String url() {
        return "http://127.0.0.1:" + relay.port() + "/";
    }

    static String hash(String body) {
        return Hex.of(Sha256.digest().digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    static String header(Event proof) {
        return "Nostr " + Base64.getEncoder().encodeToString(proof.json());
    }

    /** Sends this body with this Authorization header. */
    HttpResponse<String> post(String body, Optional<String> authorization) {
        HttpRequest.Builder request = request(body);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request);
    }

    HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(URI.create(url()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", ManagementCall.CONTENT_TYPE)
                .POST(BodyPublishers.ofString(body));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }
}
