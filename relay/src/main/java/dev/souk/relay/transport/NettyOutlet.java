package dev.souk.relay.transport;

import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Outlet;
import dev.souk.relay.outbound.Parcel;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * The parcels of one event loop: written in order, each channel flushed once a batch. A connection that fails, as when
 * there is no memory for its buffers, is closed, and the others get theirs.
 */
final class NettyOutlet implements Outlet {
    /** Parcels under way from other threads; past it those threads wait for the loop to catch up. */
    private static final int MAX_UNDER_WAY = 65_536;

    /** A connection as its outlet sees it. On the event loop. */
    interface Line extends Connection {
        /** Writes without a flush. */
        void write(Parcel parcel);

        void flush();

        /** Something was thrown at the writing or flushing: what follows would not fit what went before. */
        void failed(Throwable cause);
    }

    private final EventLoop loop;
    private final Semaphore room = new Semaphore(MAX_UNDER_WAY);

    NettyOutlet(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void post(List<Parcel> parcels, Runnable afterwards) {
        if (loop.inEventLoop()) {
            write(parcels, afterwards);
            return;
        }
        int size = Math.min(parcels.size(), MAX_UNDER_WAY);
        room.acquireUninterruptibly(size);
        try {
            loop.execute(() -> {
                room.release(size);
                write(parcels, afterwards);
            });
        } catch (RejectedExecutionException e) {
            // The loop has shut down, and with it every connection that could have been told.
            room.release(size);
        }
    }

    private static void write(List<Parcel> parcels, Runnable afterwards) {
        Set<Line> written = new LinkedHashSet<>();
        try {
            for (Parcel parcel : parcels) {
                Line line = (Line) parcel.to();
                written.add(line);
                write(line, parcel);
            }
            written.forEach(NettyOutlet::flush);
        } finally {
            afterwards.run();
        }
    }

    private static void write(Line line, Parcel parcel) {
        try {
            line.write(parcel);
        } catch (RuntimeException | Error e) {
            // An error, too: one connection has no memory for its buffers, and thousands wait.
            line.failed(e);
        }
    }

    private static void flush(Line line) {
        try {
            line.flush();
        } catch (RuntimeException | Error e) {
            line.failed(e);
        }
    }
}
