package dev.souk.relay.transport;

import dev.souk.protocol.Reason;
import dev.souk.relay.extension.HttpRoute;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/** Plain HTTP answers, open to every origin, as NIP-11 demands. */
final class HttpReplies {
    /** Seconds after which a busy relay is worth another try. */
    private static final int RETRY_AFTER = 5;

    private HttpReplies() {}

    static FullHttpResponse text(HttpResponseStatus status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static FullHttpResponse of(HttpResponseStatus status, String contentType, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        setType(response.headers(), contentType);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    /** What an extension answers. */
    static FullHttpResponse of(HttpRoute.Reply.Whole reply) {
        FullHttpResponse response = of(HttpResponseStatus.valueOf(reply.status()), reply.contentType(), reply.body());
        reply.headers().forEach(response.headers()::set);
        return response;
    }

    /** Too much is under way; another time. */
    static FullHttpResponse busy(String text) {
        FullHttpResponse response = text(HttpResponseStatus.SERVICE_UNAVAILABLE, text);
        response.headers().setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER);
        return response;
    }

    /** What the decoder could not read, or refused to. */
    static FullHttpResponse malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line ->
                text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the address is too long\n");
            case TooLongHttpHeaderException header ->
                text(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long\n");
            default -> text(HttpResponseStatus.BAD_REQUEST, "malformed request\n");
        };
    }

    /** No method but those that {@code allowed} names. */
    static FullHttpResponse methodNotAllowed(String allowed) {
        FullHttpResponse response = text(HttpResponseStatus.METHOD_NOT_ALLOWED, allowed + " only\n");
        response.headers().set(HttpHeaderNames.ALLOW, allowed);
        return response;
    }

    /** Not from this address. */
    static FullHttpResponse blocked() {
        return text(HttpResponseStatus.FORBIDDEN, "this address is blocked\n");
    }

    /** Too often from this address; another time. */
    static FullHttpResponse tooMany(Reason reason) {
        FullHttpResponse response = text(HttpResponseStatus.TOO_MANY_REQUESTS, reason + "\n");
        response.headers().setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER);
        return response;
    }

    /** The same without the body, but with its length: the answer to HEAD. */
    static FullHttpResponse headOf(FullHttpResponse response) {
        FullHttpResponse head = response.replace(Unpooled.EMPTY_BUFFER);
        response.release();
        return head;
    }

    /** The client has it already. */
    static FullHttpResponse notModified(FullHttpResponse response) {
        FullHttpResponse head = headOf(response).setStatus(HttpResponseStatus.NOT_MODIFIED);
        head.headers().remove(HttpHeaderNames.CONTENT_TYPE).remove(HttpHeaderNames.CONTENT_LENGTH);
        return head;
    }

    /** The head of a stream, which ends with its connection. */
    static HttpResponse streamHead(HttpRoute.Reply.Stream reply) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        setType(head.headers(), reply.contentType());
        // Nobody in between should keep it or wait for more of it; the second is what nginx reads.
        head.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store").set("X-Accel-Buffering", "no");
        reply.headers().forEach(head.headers()::set);
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return head;
    }

    /** The answer to HEAD where GET would open a stream. */
    static FullHttpResponse streamHeadAlone(HttpRoute.Reply.Stream reply) {
        HttpResponse head = streamHead(reply);
        FullHttpResponse alone =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
        alone.headers().set(head.headers());
        return alone;
    }

    /** The answer to OPTIONS. */
    static FullHttpResponse preflight() {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        allowEveryOrigin(response.headers());
        return response;
    }

    private static void setType(HttpHeaders headers, String contentType) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType).set("X-Content-Type-Options", "nosniff");
        allowEveryOrigin(headers);
    }

    private static void allowEveryOrigin(HttpHeaders headers) {
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                // The star means all headers but this one.
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "*, Authorization")
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS")
                .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link, Retry-After");
    }
}
