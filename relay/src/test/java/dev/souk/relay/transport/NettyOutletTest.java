package dev.souk.relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.relay.outbound.Outlet;
import dev.souk.relay.outbound.Parcel;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parcels for several connections, one of which breaks: the others get theirs, and who waits is told. */
class NettyOutletTest {
    private final EventLoop loop = new DefaultEventLoop();
    private final NettyOutlet outlet = new NettyOutlet(loop);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void writesToTheOthersWhatFollowsAFailure() throws InterruptedException {
        Recorder broken = new Recorder("a", "write");
        Recorder whole = new Recorder("b", "nothing");
        outlet.post(List.of(message(broken), message(whole), message(whole)), () -> seen.add("done"));
        assertSeen("a failed", "b write", "b write", "a flush", "b flush", "done");
    }

    @Test
    void flushesTheOthersWhenOneCannotBe() throws InterruptedException {
        Recorder broken = new Recorder("a", "flush");
        Recorder whole = new Recorder("b", "nothing");
        outlet.post(List.of(message(broken), message(whole)), () -> seen.add("done"));
        assertSeen("a write", "b write", "a failed", "b flush", "done");
    }

    @Test
    void doesTheSameOnTheLoopItself() throws InterruptedException {
        Recorder broken = new Recorder("a", "write");
        Recorder whole = new Recorder("b", "nothing");
        loop.execute(() -> outlet.post(List.of(message(broken), message(whole)), () -> seen.add("done")));
        assertSeen("a failed", "b write", "a flush", "b flush", "done");
    }

    private static Parcel message(Recorder to) {
        return new Parcel.Message(to, "x".getBytes(StandardCharsets.US_ASCII));
    }

    private void assertSeen(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertEquals(each, seen.poll(60, TimeUnit.SECONDS));
        }
    }

    /** A connection that writes down what it is told, and has no memory for one thing. */
    private final class Recorder implements NettyOutlet.Line {
        private final String name;
        private final String breaksAt;

        private Recorder(String name, String breaksAt) {
            this.name = name;
            this.breaksAt = breaksAt;
        }

        private void told(String what) {
            if (what.equals(breaksAt)) {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }
            seen.add(name + " " + what);
        }

        @Override
        public void write(Parcel parcel) {
            told("write");
        }

        @Override
        public void flush() {
            told("flush");
        }

        @Override
        public void failed(Throwable cause) {
            told("failed");
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public Optional<String> host() {
            return Optional.empty();
        }

        @Override
        public Outlet outlet() {
            return outlet;
        }

        @Override
        public void close(int status, String reason) {
            told("close");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void setReading(boolean reads) {
            told("reading " + reads);
        }
    }
}
