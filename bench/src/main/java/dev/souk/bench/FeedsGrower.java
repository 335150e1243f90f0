package dev.souk.bench;

import dev.souk.protocol.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Home feeds are opened ({@link Feeds}), many on each connection or one, on a relay that has stored what warms it up. Nobody
 * follows the authors of what the probe publishes; what comes after it goes to one feed in a hundred.
 */
final class FeedsGrower implements Grower {
    private static final int FEEDS_A_CONNECTION = 100;
    private static final int FOLLOWED = 1_000;

    private final Place place;
    private final Relay relay;
    private final String unit;
    private final Feeds feeds;
    private final List<Event> stored = new ArrayList<>();
    private int open;

    private FeedsGrower(Place place, Relay relay, String unit, int feedsAConnection) {
        this.place = place;
        this.relay = relay;
        this.unit = unit;
        this.feeds = new Feeds(place.group(), relay, feedsAConnection);
    }

    /** Subscriptions grow, 100 on each connection. */
    static FeedsGrower ofSubscriptions(Place place, Relay relay) {
        return new FeedsGrower(place, relay, "subscription", FEEDS_A_CONNECTION);
    }

    /** Connections grow, with one subscription each. */
    static FeedsGrower ofConnections(Place place, Relay relay) {
        return new FeedsGrower(place, relay, "connection", 1);
    }

    /** How many connections so much of a dimension takes; publishers and askers are a few more. */
    static int connections(Dimension dimension, int point) {
        return switch (dimension) {
            case EVENTS -> 0;
            case SUBSCRIPTIONS -> (point + FEEDS_A_CONNECTION - 1) / FEEDS_A_CONNECTION;
            case CONNECTIONS -> point;
        };
    }

    @Override
    public List<Measured> grow(int point) throws Exception {
        if (stored.isEmpty()) {
            warmUp();
        }
        place.tell("opening", point - open);
        List<Measured> figures = new ArrayList<>(open(point));
        place.tell("measuring");
        Probe probe = place.probe();
        figures.addAll(probe.run(relay, Feeds.ofNobody(place.settings().probeEvents), stored));
        Feeds.Took followed = feeds.publishFollowed("followed", FOLLOWED);
        figures.add(Measured.of("followed by 1 %", "deliveries/s", followed.deliveries() / followed.seconds()));
        figures.add(Measured.of("followed by 1 %", "events/s", FOLLOWED / followed.seconds()));
        figures.add(Measured.of("followed by 1 %", "server us/event", followed.cpuSeconds() * 1e6 / FOLLOWED));
        return figures;
    }

    private void warmUp() throws Exception {
        try (CorpusFiles corpus = place.corpus()) {
            List<byte[]> events = corpus.next(place.settings().warmUpEvents);
            place.tell("warming up, publishing", events.size());
            place.probe().publish("warm-up", relay, events);
            stored.addAll(corpus.sample());
            place.probe().ask(relay, stored);
        }
    }

    private List<Measured> open(int point) throws Exception {
        int more = point - open;
        long memory = relay.figures().residentBytes();
        double cpu = relay.figures().cpuSeconds();
        feeds.connect(point);
        Feeds.Took subscribing = feeds.subscribe(point);
        open = point;
        double spent = relay.figures().cpuSeconds() - cpu;
        return List.of(
                Measured.of("opening", "subscribed/s", more / subscribing.seconds()),
                Measured.of("opening", "server us/" + unit, spent * 1e6 / more),
                Measured.of("opening", "kB RSS/" + unit, (relay.figures().residentBytes() - memory) / 1e3 / more));
    }

    @Override
    public void close() {
        feeds.close();
        relay.close();
    }
}
