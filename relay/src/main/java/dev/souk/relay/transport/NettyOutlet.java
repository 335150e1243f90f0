package dev.souk.relay.transport;

import dev.souk.relay.outbound.Outlet;
import dev.souk.relay.outbound.Parcel;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** The parcels of one event loop: written in order, each channel flushed once a batch. */
final class NettyOutlet implements Outlet {
    /** Parcels under way from other threads; past it those threads wait for the loop to catch up. */
    private static final int MAX_UNDER_WAY = 65_536;

    private final EventLoop loop;
    private final Semaphore room = new Semaphore(MAX_UNDER_WAY);

    NettyOutlet(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void post(List<Parcel> parcels, Runnable afterwards) {
        if (loop.inEventLoop()) {
            write(parcels);
            afterwards.run();
            return;
        }
        int size = Math.min(parcels.size(), MAX_UNDER_WAY);
        room.acquireUninterruptibly(size);
        try {
            loop.execute(() -> {
                room.release(size);
                write(parcels);
                afterwards.run();
            });
        } catch (RejectedExecutionException e) {
            // The loop has shut down, and with it every connection that could have been told.
            room.release(size);
        }
    }

    private static void write(List<Parcel> parcels) {
        Set<WebSocketHandler> written = new LinkedHashSet<>();
        for (Parcel parcel : parcels) {
            WebSocketHandler connection = (WebSocketHandler) parcel.to();
            connection.write(parcel);
            written.add(connection);
        }
        written.forEach(WebSocketHandler::flush);
    }
}
