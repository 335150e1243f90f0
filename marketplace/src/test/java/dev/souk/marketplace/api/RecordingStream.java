package dev.souk.marketplace.api;

import dev.souk.relay.extension.HttpStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream that keeps what is sent. Thread-safe. */
final class RecordingStream implements HttpStream {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final List<Runnable> onClose = new ArrayList<>();
    private Runnable onSend = () -> {};
    private boolean isClosed;

    /** What is done before a thing that was sent can be seen. */
    synchronized void onSend(Runnable action) {
        onSend = action;
    }

    @Override
    public synchronized boolean send(byte[] bytes) {
        if (!isClosed) {
            onSend.run();
            sent.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return !isClosed;
    }

    @Override
    public void close() {
        List<Runnable> actions;
        synchronized (this) {
            isClosed = true;
            actions = List.copyOf(onClose);
            onClose.clear();
        }
        actions.forEach(Runnable::run);
    }

    @Override
    public synchronized void onClose(Runnable action) {
        if (isClosed) {
            action.run();
        } else {
            onClose.add(action);
        }
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** The next thing that was sent, which is waited for. */
    String next() throws InterruptedException {
        String next = sent.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was sent");
        }
        return next;
    }

    /** True when nothing is waiting to be looked at. */
    boolean isQuiet() {
        return sent.isEmpty();
    }
}
