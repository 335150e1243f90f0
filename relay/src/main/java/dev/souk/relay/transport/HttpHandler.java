package dev.souk.relay.transport;

import dev.souk.relay.extension.HttpRoute;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before a WebSocket, or instead of it: the handshake at {@code /} and nowhere else (NIP-01), the relay
 * information document (NIP-11), a page for people, and the extensions' routes. Runs on the event loop; replaces itself
 * by a {@link WebSocketHandler} when the handshake succeeds.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> implements Janitor.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);
    private static final String NOSTR_JSON = "application/nostr+json";

    private final Channel channel;
    private final RelayServices services;
    private final Endpoint endpoint;
    private final ConnectionLoop loop;
    /** Frames that came in one packet with the handshake, kept until there is somebody to take them. */
    private final List<WebSocketFrame> early = new ArrayList<>();

    private long lastActiveNanos = System.nanoTime();

    HttpHandler(Channel channel, RelayServices services, Endpoint endpoint, ConnectionLoop loop) {
        this.channel = channel;
        this.services = services;
        this.endpoint = endpoint;
        this.loop = loop;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof WebSocketFrame frame) {
            early.add(frame);
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        lastActiveNanos = System.nanoTime();
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (request.decoderResult().isFailure()) {
            HttpReplies.send(context, HttpReplies.text(HttpResponseStatus.BAD_REQUEST, "malformed request\n"), false);
            return;
        }
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        if (request.method().equals(HttpMethod.OPTIONS)) {
            HttpReplies.send(context, HttpReplies.preflight(), keepAlive);
        } else if (isRoot(uri)) {
            root(context, request, keepAlive);
        } else {
            route(context, request, uri, keepAlive);
        }
    }

    private static boolean isRoot(QueryStringDecoder uri) {
        return uri.rawPath().equals("/") || uri.rawPath().isEmpty();
    }

    private void root(ChannelHandlerContext context, FullHttpRequest request, boolean keepAlive) {
        if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            upgrade(context, request);
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            HttpReplies.send(context, HttpReplies.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET only\n"), keepAlive);
        } else if (request.headers().getAll(HttpHeaderNames.ACCEPT).stream()
                .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(NOSTR_JSON))) {
            FullHttpResponse document = HttpReplies.of(
                    HttpResponseStatus.OK, NOSTR_JSON, services.information().get());
            document.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
            sendPage(context, request, document, keepAlive);
        } else {
            sendPage(context, request, WelcomePage.of(services.config().info()), keepAlive);
        }
    }

    private static void sendPage(
            ChannelHandlerContext context, FullHttpRequest request, FullHttpResponse page, boolean keepAlive) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        HttpReplies.send(context, isHead ? HttpReplies.headOf(page) : page, keepAlive);
    }

    private void route(
            ChannelHandlerContext context, FullHttpRequest request, QueryStringDecoder uri, boolean keepAlive) {
        Optional<HttpRoute> route = services.routes().stream()
                .filter(candidate -> isBelow(uri.path(), candidate.prefix()))
                .findFirst();
        if (route.isEmpty()) {
            HttpReplies.send(context, HttpReplies.text(HttpResponseStatus.NOT_FOUND, "nothing here\n"), keepAlive);
        } else if (!request.method().equals(HttpMethod.GET)) {
            HttpReplies.send(context, HttpReplies.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET only\n"), keepAlive);
        } else {
            endpoint.answer(
                    route.get(),
                    new HttpRoute.Request(uri.path(), uri.parameters()),
                    reply -> context.executor().execute(() -> HttpReplies.send(context, reply, keepAlive)));
        }
    }

    private static boolean isBelow(String path, String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(services.config().limits().maxMessageBytes())
                .allowExtensions(true)
                .withUTF8Validator(false)
                .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("/", null, frames).newHandshaker(request);
        if (!request.method().equals(HttpMethod.GET)
                || !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            HttpReplies.send(
                    context, HttpReplies.text(HttpResponseStatus.BAD_REQUEST, "not a WebSocket handshake\n"), false);
            return;
        }
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        Optional<String> deflate = services.config().server().compression()
                ? DeflateOffer.answer(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, ""))
                : Optional.empty();
        HttpHeaders headers = new DefaultHttpHeaders();
        deflate.ifPresent(answer -> headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, answer));
        String address = endpoint.addresses()
                .of(
                        (InetSocketAddress) channel.remoteAddress(),
                        request.headers().get("X-Forwarded-For"));
        handshaker.handshake(channel, request, headers, channel.newPromise());
        converse(context, address, deflate.isPresent());
    }

    private void converse(ChannelHandlerContext context, String address, boolean isDeflated) {
        WebSocketHandler conversation =
                new WebSocketHandler(channel, endpoint.nextNumber(), address, isDeflated, loop.outlet(), services);
        LOG.debug("event=connected connection={} address={} deflate={}", conversation.number(), address, isDeflated);
        context.pipeline()
                .addLast(new WebSocketFrameAggregator(services.config().limits().maxMessageBytes()))
                .addLast(conversation);
        early.forEach(context::fireChannelRead);
        context.pipeline().remove(this);
        loop.janitor().watch(conversation);
        loop.conversations().add(conversation);
        channel.closeFuture().addListener(closed -> {
            loop.janitor().forget(conversation);
            loop.conversations().remove(conversation);
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.janitor().watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        loop.janitor().forget(this);
    }

    /** Closes what never finishes its handshake, and HTTP connections that are done. */
    @Override
    public void tick(long nowNanos) {
        if (nowNanos - lastActiveNanos
                > services.config().limits().handshakeTimeout().toNanos()) {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=http-failed", cause);
        channel.close();
    }
}
