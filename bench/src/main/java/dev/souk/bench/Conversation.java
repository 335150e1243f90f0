package dev.souk.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A connection that asks one REQ after another and counts what comes. Owned by the thread that asks. */
final class Conversation implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /**
     * What one REQ took.
     *
     * @param nanos from before sending to the EOSE
     */
    record Reply(long nanos, int events) {}

    private final LoadConnection connection;
    private int asked;

    private Conversation(LoadConnection connection) {
        this.connection = connection;
    }

    static Conversation open(EventLoopGroup group, URI uri) throws Exception {
        return new Conversation(LoadConnection.open(group, uri));
    }

    /** Asks for what matches a filter, waits for the end of what is stored, and closes the subscription. */
    Reply ask(String filter) throws Exception {
        // Each has an id of its own: relays may still answer the CLOSE of the one before.
        String subscription = "\"q" + asked++ + "\"";
        byte[] request = Frames.of("[\"REQ\"," + subscription + "," + filter + "]");
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        connection.failing(reply);
        connection.listen(new Listener(subscription, reply));
        connection.send(request);
        try {
            return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("no EOSE for " + shortened(filter), e.getCause());
        } finally {
            connection.send(Frames.of("[\"CLOSE\"," + subscription + "]"));
        }
    }

    private static String shortened(String filter) {
        return filter.substring(0, Math.min(200, filter.length()));
    }

    /** Heard on the event loop. */
    private static final class Listener implements Consumer<ByteBuf> {
        private final String subscription;
        private final CompletableFuture<Reply> reply;
        private final long start = System.nanoTime();
        private int events;

        private Listener(String subscription, CompletableFuture<Reply> reply) {
            this.subscription = subscription;
            this.reply = reply;
        }

        @Override
        public void accept(ByteBuf message) {
            switch (Answer.of(message)) {
                case EVENT -> events++;
                case EOSE -> reply.complete(new Reply(System.nanoTime() - start, events));
                case NOTICE -> fail(message);
                case CLOSED -> {
                    if (Answer.text(message).contains(subscription)) {
                        fail(message);
                    }
                }
                case OK, OTHER -> {}
            }
        }

        private void fail(ByteBuf message) {
            reply.completeExceptionally(new IllegalStateException(Answer.text(message)));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
