package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** New events of a kind that the corpus has not, and subscriptions to them. Thread-safe. */
final class LiveEvents {
    private static final int KIND = 1_111;
    private static final int PATIENCE_SECONDS = 30;
    private static final String CONTENT = "x".repeat(30) + " a live event of the usual length ".repeat(5);
    private static final byte[] REQ = Frames.of("[\"REQ\",\"live\",{\"kinds\":[" + KIND + "],\"limit\":0}]");

    private LiveEvents() {}

    /** Signed now, by nobody known, about 630 bytes each. */
    static List<Event> sign(int count) {
        SecretKey author = SecretKey.random();
        long now = System.currentTimeMillis() / 1_000;
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> author.sign(new Draft(
                        now, KIND, List.of(Tag.of("t", "live"), Tag.of("client", "souk-bench")), i + " " + CONTENT)))
                .toList();
    }

    /** Subscribes to them all, and hands over each, after the EOSE that this waits for. */
    static void subscribe(LoadConnection connection, Consumer<ByteBuf> listener) throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        connection.failing(ready);
        connection.listen(message -> {
            switch (Answer.of(message)) {
                case CLOSED, NOTICE -> ready.completeExceptionally(new IllegalStateException(Answer.text(message)));
                case EVENT, EOSE, OK, OTHER -> {
                    if (isEnd(message)) {
                        connection.listen(listener);
                        ready.complete(null);
                    }
                }
            }
        });
        connection.send(REQ);
        ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The first that is compressed must be the EOSE too: nothing of the kind is asked for from the past. */
    private static boolean isEnd(ByteBuf message) {
        return Answer.of(message) == Answer.EOSE || message.getByte(message.readerIndex()) != '[';
    }
}
