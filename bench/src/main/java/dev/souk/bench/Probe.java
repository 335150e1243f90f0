package dev.souk.bench;

import dev.souk.protocol.Event;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The same measurements at each size: publishing, REQs of a few classes, live delivery, memory. Owned by one thread. */
final class Probe {
    private static final List<String> CLASSES = List.of("by id", "author's 20", "home feed", "newest 500");

    private final EventLoopGroup group;
    private final GrowthSettings settings;

    Probe(EventLoopGroup group, GrowthSettings settings) {
        this.group = group;
        this.settings = settings;
    }

    /**
     * @param events to publish, each of another id and new to the relay
     * @param sample events that are stored
     */
    List<Measured> run(Relay relay, List<byte[]> events, List<Event> sample) throws Exception {
        List<Measured> figures = new ArrayList<>(publish("publish", relay, events));
        figures.addAll(ask(relay, sample));
        figures.add(Measured.of("memory", "RSS MB", relay.figures().residentBytes() / 1e6));
        return figures;
    }

    /** What is measured beside publishing; by itself it warms up a relay that was just started. */
    List<Measured> ask(Relay relay, List<Event> sample) throws Exception {
        List<Measured> figures = new ArrayList<>(
                new QueryPhase(group, classes(sample)).run("REQ", relay, settings.warmUp, settings.requests));
        figures.addAll(new LivePhase(group, settings.liveSeconds).run(relay, settings.liveRate));
        return figures;
    }

    /** Publishes as much at a time as a relay is measured with. */
    List<Measured> publish(String name, Relay relay, List<byte[]> events) throws Exception {
        return new PublishPhase(group, settings.connections, settings.window).run(name, relay, events);
    }

    private static Map<String, Supplier<String>> classes(List<Event> sample) {
        Map<String, Supplier<String>> all = new Questions(sample).classes();
        Map<String, Supplier<String>> chosen = new LinkedHashMap<>();
        CLASSES.forEach(name -> {
            Supplier<String> filters = all.get(name);
            if (filters != null) {
                chosen.put(name, filters);
            }
        });
        return chosen;
    }
}
