package dev.souk.bench;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * Many open home feeds ({@link Feeds}): what it costs to subscribe, and what each event costs then, when nobody follows its
 * author and when some do.
 */
final class FeedsPhase {
    private static final int FEEDS_A_CONNECTION = 100;
    private static final int EVENTS = 2_000;

    private final EventLoopGroup group;

    FeedsPhase(EventLoopGroup group) {
        this.group = group;
    }

    /** How many events are published. */
    static int events() {
        return 2 * EVENTS;
    }

    List<Measured> run(Relay relay, int count) throws Exception {
        String name = "feeds " + count;
        List<Measured> figures = new ArrayList<>();
        try (Feeds feeds = new Feeds(group, relay, FEEDS_A_CONNECTION)) {
            feeds.connect(count);
            long memory = relay.figures().residentBytes();
            Feeds.Took subscribing = feeds.subscribe(count);
            figures.add(Measured.of(name, "subscribed/s", count / subscribing.seconds()));
            figures.add(Measured.of(name, "server us/subscription", subscribing.cpuSeconds() * 1e6 / count));
            figures.add(
                    Measured.of(name, "kB RSS/subscription", (relay.figures().residentBytes() - memory) / 1e3 / count));
            figures.addAll(published(name + ", of nobody", feeds.publish(name, Feeds.ofNobody(EVENTS), 0)));
            figures.addAll(published(name + ", followed", feeds.publishFollowed(name, EVENTS)));
            return figures;
        }
    }

    private static List<Measured> published(String name, Feeds.Took took) {
        return List.of(
                Measured.of(name, "server us/event", took.cpuSeconds() * 1e6 / EVENTS),
                Measured.of(name, "deliveries/event", (double) took.deliveries() / EVENTS));
    }
}
