package dev.souk.relay.mirror;

import dev.souk.protocol.Answer;
import dev.souk.protocol.json.AnswerReader;
import dev.souk.relay.mirror.EndedException.Cause;
import dev.souk.relay.transport.client.PeerListener;
import dev.souk.relay.transport.client.PeerNetwork;
import dev.souk.relay.transport.client.PeerSocket;
import dev.souk.relay.transport.client.PeerTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What is said on one connection. Owned by the mirror's thread; netty's only fills the inbox. */
final class Talk implements PeerListener, AutoCloseable {
    /** What netty's thread saw. */
    private sealed interface Seen {
        record Message(byte[] utf8) implements Seen {}

        record End(String why) implements Seen {}
    }

    /** Bounded by the socket, which is not read while 4 MiB wait here; the end comes once. */
    private final BlockingQueue<Seen> inbox = new LinkedBlockingQueue<>();

    private final Duration patience;
    private Optional<PeerSocket> socket = Optional.empty();

    private Talk(Duration patience) {
        this.patience = patience;
    }

    /**
     * Calls another relay.
     *
     * @param patience for each message to be taken in
     * @throws dev.souk.relay.transport.client.PeerException when it is not there
     */
    static Talk open(PeerNetwork network, PeerTarget target, Duration patience) throws InterruptedException {
        Talk talk = new Talk(patience);
        talk.socket = Optional.of(network.open(target, talk));
        return talk;
    }

    @Override
    public void message(byte[] utf8) {
        inbox.add(new Seen.Message(utf8));
    }

    @Override
    public void ended(String why) {
        inbox.add(new Seen.End(why));
    }

    /**
     * The next thing that is said; nothing when nothing is in time.
     *
     * @throws EndedException when nothing can come any more
     */
    Optional<Answer> next(Duration wait) throws InterruptedException {
        Seen seen = inbox.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (seen == null) {
            return Optional.empty();
        }
        return switch (seen) {
            case Seen.Message(byte[] utf8) -> {
                Answer answer = AnswerReader.read(utf8);
                socket.ifPresent(open -> open.consumed(utf8.length));
                yield Optional.of(answer);
            }
            case Seen.End(String why) -> throw new EndedException(Cause.AWAY, why);
        };
    }

    /**
     * Sends a message.
     *
     * @throws EndedException when it cannot be sent, or is not taken in
     */
    void send(String message) throws InterruptedException {
        if (socket.isEmpty() || !socket.get().send(message, patience)) {
            throw new EndedException(Cause.AWAY, "it takes nothing in, or has gone");
        }
    }

    @Override
    public void close() {
        socket.ifPresent(PeerSocket::close);
    }
}
