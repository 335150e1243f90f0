package dev.souk.marketplace.api;

import dev.souk.marketplace.ledger.MarketView;
import dev.souk.protocol.Sha256;
import dev.souk.relay.extension.HttpRoute;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The market over HTTP: read-only, under {@code /api} on the relay's own port. docs/HTTP.md says what it answers.
 * Thread-safe: requests are answered on the threads that the relay calls with, streams on the thread
 * {@code market-streams}.
 */
public final class MarketApi implements AutoCloseable {
    /** Half of a SHA-256: enough to tell any two bodies apart. */
    private static final int ETAG_BYTES = 16;

    private final Router router;
    private final StatusStreams streams;

    public MarketApi(MarketView view, ApiSettings settings) {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new JobEndpoints(view, settings).all());
        endpoints.addAll(new PeopleEndpoints(view, settings).all());
        endpoints.addAll(new StatisticsEndpoints(view, settings).all());
        endpoints.addAll(new ZapEndpoint(view, settings).all());
        endpoints.addAll(new StreamEndpoint(view).all());
        endpoints.addAll(new DvmdashEndpoints(view).all());
        endpoints.add(OpenApi.endpoint());
        router = new Router(endpoints, view::nowSeconds);
        streams = new StatusStreams(view);
    }

    /** What the relay is to serve. */
    public List<HttpRoute> routes() {
        return List.of(new HttpRoute(Paths.ROOT, this::reply));
    }

    /** Says that jobs may have changed their status; open streams are served soon. Any thread; waits for nothing. */
    public void statusChanged() {
        streams.wake();
    }

    /** Ends all streams. */
    @Override
    public void close() {
        streams.close();
    }

    /** For the test that compares what is served with what is documented. */
    List<Endpoint> endpoints() {
        return router.endpoints();
    }

    private HttpRoute.Reply reply(HttpRoute.Request request) {
        return switch (router.answer(request)) {
            case Answer.Whole whole -> reply(whole);
            case Answer.Live live -> HttpRoute.Reply.Stream.ofEvents(stream -> streams.open(stream, live));
        };
    }

    private static HttpRoute.Reply reply(Answer.Whole whole) {
        Map<String, String> headers = whole.status() == 200
                ? Map.of("ETag", etag(whole.body()), "Cache-Control", "public, max-age=" + whole.maxAge())
                : Map.of("Cache-Control", "no-store");
        return new HttpRoute.Reply.Whole(whole.status(), whole.contentType(), headers, whole.body());
    }

    /**
     * A strong tag, made of the body. The id of the relay's signed event would not do: it is published up to a second
     * later than the job changes, and a body says more than it does.
     */
    private static String etag(byte[] body) {
        return '"' + HexFormat.of().formatHex(Sha256.digest().digest(body), 0, ETAG_BYTES) + '"';
    }
}
