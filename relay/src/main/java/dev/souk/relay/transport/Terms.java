package dev.souk.relay.transport;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Optional;

/**
 * What of a request the answer depends on, besides its path.
 *
 * @param known the entity tags that the client has, if it says so
 * @param isChunkable whether the client understands chunks
 */
record Terms(boolean isHead, boolean keepAlive, Optional<String> known, boolean isChunkable) {
    static Terms of(FullHttpRequest request) {
        List<String> known = request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH);
        return new Terms(
                request.method().equals(HttpMethod.HEAD),
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess(),
                known.isEmpty() ? Optional.empty() : Optional.of(String.join(",", known)),
                request.protocolVersion().isKeepAliveDefault());
    }

    Terms withoutKeepAlive() {
        return new Terms(isHead, false, known, isChunkable);
    }

    FullHttpResponse applyTo(FullHttpResponse response) {
        String etag = response.headers().get(HttpHeaderNames.ETAG);
        boolean isKnown = etag != null
                && response.status().equals(HttpResponseStatus.OK)
                && known.filter(tags -> EntityTags.match(tags, etag)).isPresent();
        if (isKnown) {
            return HttpReplies.notModified(response);
        }
        return isHead ? HttpReplies.headOf(response) : response;
    }
}
