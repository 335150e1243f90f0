package dev.souk.relay.transport;

import dev.souk.relay.config.RelayConfig;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Optional;

/** The opening handshake of a WebSocket (RFC 6455, section 4.2): what it has to be, and what it is answered. */
final class Handshake {
    private static final String VERSION = "13";

    private Handshake() {}

    /** What a request gets that asks for a WebSocket in a wrong way; nothing when it is right. */
    static Optional<FullHttpResponse> refusal(FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET) || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            return Optional.of(malformed("not a WebSocket handshake\n"));
        }
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return Optional.of(malformed("not a WebSocket handshake: \"Connection: Upgrade\" is missing; a proxy in"
                    + " between has to pass it on\n"));
        }
        return VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                ? Optional.empty()
                : Optional.of(otherVersion());
    }

    private static FullHttpResponse malformed(String why) {
        return HttpReplies.text(HttpResponseStatus.BAD_REQUEST, why);
    }

    private static FullHttpResponse otherVersion() {
        FullHttpResponse response =
                HttpReplies.text(HttpResponseStatus.UPGRADE_REQUIRED, "version " + VERSION + " of WebSocket only\n");
        response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        return response;
    }

    /** Answers one that is right, after which the channel speaks WebSocket; true when messages may be compressed. */
    @SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
    static boolean accept(Channel channel, FullHttpRequest request, RelayConfig config) {
        Optional<String> deflate = config.server().compression()
                ? DeflateOffer.answer(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, ""))
                : Optional.empty();
        HttpHeaders headers = new DefaultHttpHeaders();
        deflate.ifPresent(answer -> headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, answer));
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(config.limits().maxMessageBytes())
                .allowExtensions(true)
                .withUTF8Validator(false)
                .build();
        new WebSocketServerHandshaker13("/", null, frames).handshake(channel, request, headers, channel.newPromise());
        return deflate.isPresent();
    }
}
