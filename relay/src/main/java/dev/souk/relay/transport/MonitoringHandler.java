package dev.souk.relay.transport;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The operator's port: {@code /metrics} for Prometheus, {@code /health} for whoever restarts things. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class MonitoringHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final RelayServices services;

    MonitoringHandler(RelayServices services) {
        this.services = services;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        FullHttpResponse answer = answer(request);
        HttpUtil.setKeepAlive(answer, keepAlive);
        var sent = context.writeAndFlush(answer);
        if (!keepAlive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private FullHttpResponse answer(FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return HttpReplies.methodNotAllowed("GET");
        }
        return switch (new QueryStringDecoder(request.uri()).path()) {
            case "/metrics" ->
                HttpReplies.of(
                        HttpResponseStatus.OK,
                        "text/plain; version=0.0.4; charset=utf-8",
                        services.metricsPage().get().getBytes(StandardCharsets.UTF_8));
            case "/health" -> health(services.health().problem());
            default -> HttpReplies.text(HttpResponseStatus.NOT_FOUND, "here are /metrics and /health\n");
        };
    }

    private static FullHttpResponse health(Optional<String> problem) {
        return problem.map(what -> HttpReplies.text(HttpResponseStatus.SERVICE_UNAVAILABLE, what + "\n"))
                .orElseGet(() -> HttpReplies.text(HttpResponseStatus.OK, "ok\n"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
