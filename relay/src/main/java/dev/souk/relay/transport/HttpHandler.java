package dev.souk.relay.transport;

import dev.souk.protocol.ManagementCall;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayUrl;
import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.management.Management;
import dev.souk.relay.management.ManagementRequest;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes before a WebSocket, or instead of it: the handshake at {@code /} and nowhere else (NIP-01), the relay
 * information document (NIP-11), a page for people, the management API (NIP-86), and the extensions' routes. Requests of one connection are answered
 * one at a time, in their order. Runs on the event loop; replaces itself by a {@link WebSocketHandler} when the handshake
 * succeeds.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> implements Janitor.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);
    private static final String NOSTR_JSON = "application/nostr+json";

    /** More than a request line can hold, so that none is dropped. */
    private static final int MAX_PARAMETERS = 8_192;

    private final Channel channel;
    private final RelayServices services;
    private final Endpoint endpoint;
    private final ConnectionLoop loop;
    private final Backlog backlog;
    /** Frames that came in one packet with the handshake, kept until there is somebody to take them. */
    private final List<WebSocketFrame> early = new ArrayList<>();
    /** Requests whose turn has not come. */
    private final PipelinedRequests pipelined = new PipelinedRequests();

    /** The client's, as the latest request tells. */
    private String address = "";

    private Optional<ChunkedStream> stream = Optional.empty();
    private boolean isAnswering;
    /** Nothing more is answered: the last answer is on its way, or goes on, or was the handshake. */
    private boolean isLast;

    private long lastActiveNanos = System.nanoTime();

    HttpHandler(Channel channel, RelayServices services, Endpoint endpoint, ConnectionLoop loop) {
        this.channel = channel;
        this.services = services;
        this.endpoint = endpoint;
        this.loop = loop;
        this.backlog = new Backlog(channel, services.metrics().outboundBytes());
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
        if (isLast) {
            return;
        }
        if (pipelined.add(request)) {
            answerNext(context);
        } else {
            channel.close();
        }
    }

    private void answerNext(ChannelHandlerContext context) {
        while (!isAnswering && !isLast) {
            Optional<FullHttpRequest> next = pipelined.next();
            if (next.isEmpty()) {
                return;
            }
            FullHttpRequest request = next.get();
            isAnswering = true;
            try {
                answer(context, request, Terms.of(request));
            } finally {
                request.release();
            }
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request, Terms terms) {
        if (request.decoderResult().isFailure()) {
            reply(terms, HttpReplies.malformed(request.decoderResult().cause()));
            return;
        }
        address = endpoint.addresses().of(ProxyHeader.peer(channel), request.headers());
        if (services.blocked().contains(address)) {
            reply(terms.withoutKeepAlive(), HttpReplies.blocked());
            return;
        }
        QueryStringDecoder uri =
                new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS, true);
        if (request.method().equals(HttpMethod.OPTIONS)) {
            reply(terms, HttpReplies.preflight());
        } else if (uri.rawPath().equals("/") || uri.rawPath().isEmpty()) {
            root(context, request, terms);
        } else {
            route(context, request, uri, terms);
        }
    }

    /** Answers nothing more. */
    private void end() {
        isLast = true;
        pipelined.clear();
    }

    /** Sends the answer to the request whose turn it is. */
    private void reply(Terms terms, FullHttpResponse response) {
        FullHttpResponse fitting = terms.applyTo(response);
        HttpUtil.setKeepAlive(fitting, terms.keepAlive());
        ChannelPromise sent = channel.newPromise();
        backlog.write(fitting, sent);
        channel.flush();
        backlog.account();
        if (!terms.keepAlive()) {
            end();
            sent.addListener(done -> closeInStages());
        }
        isAnswering = false;
        lastActiveNanos = System.nanoTime();
    }

    /**
     * Closes this side only, and the rest when the client does or when its time is up (RFC 9112, section 9.6). To close
     * both while it still sends would reset the connection, and the answer might never be read.
     */
    private void closeInStages() {
        boolean isPlain = channel.pipeline().get(SslHandler.class) == null;
        if (isPlain && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }

    private void root(ChannelHandlerContext context, FullHttpRequest request, Terms terms) {
        Optional<Management> management =
                isCall(request) ? services.management().get() : Optional.empty();
        if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            upgrade(context, request, terms);
        } else if (management.isPresent()) {
            manage(context, request, management.get(), terms);
        } else if (!isRead(request)) {
            reply(terms, HttpReplies.methodNotAllowed("GET, HEAD"));
        } else if (request.headers().getAll(HttpHeaderNames.ACCEPT).stream()
                .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(NOSTR_JSON))) {
            FullHttpResponse document = HttpReplies.of(
                    HttpResponseStatus.OK, NOSTR_JSON, services.information().get());
            document.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
            reply(terms, document);
        } else {
            reply(terms, WelcomePage.of(services.info().get()));
        }
    }

    private static boolean isCall(FullHttpRequest request) {
        return request.method().equals(HttpMethod.POST)
                && ManagementCall.CONTENT_TYPE.equalsIgnoreCase(String.valueOf(HttpUtil.getMimeType(request)));
    }

    private void manage(ChannelHandlerContext context, FullHttpRequest request, Management management, Terms terms) {
        ManagementRequest call = new ManagementRequest(
                address,
                request.headers().getAll(HttpHeaderNames.AUTHORIZATION),
                Optional.ofNullable(request.headers().get(HttpHeaderNames.HOST)),
                ByteBufUtil.getBytes(request.content()));
        endpoint.routes().manage(() -> management.answer(call), new Asker(context, terms));
    }

    private static boolean isRead(FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private void route(ChannelHandlerContext context, FullHttpRequest request, QueryStringDecoder uri, Terms terms) {
        HttpRoute.Request question;
        try {
            question = new HttpRoute.Request(
                    terms.isHead() ? HttpRoute.Method.HEAD : HttpRoute.Method.GET,
                    uri.path(),
                    uri.parameters(),
                    headers(request));
        } catch (IllegalArgumentException e) {
            reply(terms, HttpReplies.text(HttpResponseStatus.BAD_REQUEST, "malformed address\n"));
            return;
        }
        Optional<HttpRoute> route = endpoint.routes().at(question.path());
        if (route.isEmpty()) {
            reply(terms, HttpReplies.text(HttpResponseStatus.NOT_FOUND, "nothing here\n"));
        } else if (!isRead(request)) {
            reply(terms, HttpReplies.methodNotAllowed("GET, HEAD"));
        } else {
            endpoint.routes().answer(route.get(), question, new Asker(context, terms));
        }
    }

    private static Map<String, String> headers(FullHttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : request.headers().names()) {
            headers.put(name, String.join(", ", request.headers().getAll(name)));
        }
        return headers;
    }

    /** Brings an extension's answer back to the event loop. */
    private final class Asker implements Routes.Asker {
        private final ChannelHandlerContext context;
        private final Terms terms;

        private Asker(ChannelHandlerContext context, Terms terms) {
            this.context = context;
            this.terms = terms;
        }

        @Override
        public void reply(FullHttpResponse response) {
            onLoop(() -> {
                HttpHandler.this.reply(terms, response);
                answerNext(context);
            });
        }

        @Override
        public ChunkedStream open(HttpResponse head) {
            HttpUtil.setTransferEncodingChunked(head, terms.isChunkable());
            ChunkedStream opened = new ChunkedStream(channel, backlog, head, services::limits, services.metrics());
            onLoop(() -> {
                end();
                stream = Optional.of(opened);
                opened.begin(head);
            });
            return opened;
        }

        private void onLoop(Runnable task) {
            try {
                context.executor().execute(() -> heard(task));
            } catch (RejectedExecutionException e) {
                LOG.debug("event=answer-too-late", e);
            }
        }

        /** Nobody hears what is thrown in a task of the event loop. */
        private void heard(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                exceptionCaught(context, e);
            }
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, Terms terms) {
        Optional<FullHttpResponse> refusal = Handshake.refusal(request);
        if (refusal.isPresent()) {
            reply(terms.withoutKeepAlive(), refusal.get());
            return;
        }
        Optional<Reason> tooMany = Entrance.refusal(channel, address, services);
        if (tooMany.isPresent()) {
            reply(terms.withoutKeepAlive(), HttpReplies.tooMany(tooMany.get()));
            return;
        }
        end();
        boolean isDeflated =
                Handshake.accept(channel, request, services.config().get());
        converse(context, host(request), isDeflated);
    }

    private static Optional<String> host(FullHttpRequest request) {
        return RelayUrl.parse("ws://" + request.headers().get(HttpHeaderNames.HOST, ""))
                .map(RelayUrl::host);
    }

    private void converse(ChannelHandlerContext context, Optional<String> host, boolean isDeflated) {
        WebSocketHandler conversation = new WebSocketHandler(
                channel, endpoint.nextNumber(), address, host, isDeflated, loop.outlet(), backlog, services);
        LOG.debug("event=connected connection={} address={} deflate={}", conversation.number(), address, isDeflated);
        context.pipeline().addLast(conversation.fragments()).addLast(conversation);
        conversation.begin();
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
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        backlog.account();
        context.fireChannelInactive();
    }

    /** Closes what never finishes its handshake, what is done, and what does not read its answer. */
    @Override
    public void tick(long nowNanos) {
        backlog.account();
        if (stream.isPresent()) {
            stream.get().tick(nowNanos);
        } else if (backlog.isStalled(nowNanos, services.limits().stallTimeout())) {
            services.metrics().slowClosed().increment();
            LOG.info("event=closed-slow address={} backlog={}", address, backlog.waiting());
            channel.close();
        } else if (isAnswering || backlog.waiting() > 0) {
            lastActiveNanos = nowNanos;
        } else if (nowNanos - lastActiveNanos
                > services.limits().handshakeTimeout().toNanos()) {
            channel.close();
        }
    }

    @Override
    public void closeIf(Predicate<String> isBlocked) {
        if (isBlocked.test(address)) {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=http-failed", cause);
        channel.close();
    }
}
