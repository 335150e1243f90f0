package dev.souk.relay.outbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parcels collected while some work runs, handed over to each outlet in one go. Owned by one thread. */
public final class OutboundBatch {
    private final Map<Outlet, List<Parcel>> parcels = new LinkedHashMap<>();

    /** Adds one; order is kept for each connection. */
    public void add(Parcel parcel) {
        parcels.computeIfAbsent(parcel.to().outlet(), fresh -> new ArrayList<>())
                .add(parcel);
    }

    /** Hands over everything collected so far. */
    public void post() {
        parcels.forEach(Outlet::post);
        parcels.clear();
    }

    /** The same; {@code afterwards} runs on each outlet's thread when it has written its share. */
    public void post(Runnable afterwards) {
        parcels.forEach((outlet, share) -> outlet.post(share, afterwards));
        parcels.clear();
    }
}
