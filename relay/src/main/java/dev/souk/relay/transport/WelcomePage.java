package dev.souk.relay.transport;

import dev.souk.relay.config.InfoConfig;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** What a person sees who opens the relay's address in a browser. */
final class WelcomePage {
    private WelcomePage() {}

    static FullHttpResponse of(InfoConfig info) {
        String page = """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
                <h1>%1$s</h1>
                <p>%2$s</p>
                <p>This is a <a href="https://nostr.com">Nostr</a> relay. Add its address to your client, with
                <code>wss://</code> in place of <code>https://</code>.</p>
                </html>
                """.formatted(escape(info.name()), escape(info.description()));
        FullHttpResponse response = HttpReplies.of(
                HttpResponseStatus.OK, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
        response.headers()
                .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .set("Vary", "Accept");
        return response;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
