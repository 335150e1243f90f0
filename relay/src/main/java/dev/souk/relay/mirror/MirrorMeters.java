package dev.souk.relay.mirror;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of one mirror; labelled by the name that the operator gave it. Thread-safe. */
final class MirrorMeters implements AutoCloseable {
    /** What can become of an event. */
    enum Outcome {
        /** It is stored now where it was brought. */
        KEPT,
        /** It was there already, or a newer version of it. */
        KNOWN,
        /** The rules of who was to take it say no. */
        REFUSED,
        /** Its id or its signature is wrong. */
        FORGED,
        /** It passes by, and is not mirrored. */
        EPHEMERAL,
        /** It came, and nobody had asked for it. */
        UNASKED,
        /** It is not for other relays: protected by its author (NIP-70). */
        WITHHELD,
        /** It could not be stored at the moment. */
        FAILED
    }

    private final MeterRegistry registry;
    private final String mirror;
    private final List<Meter> all = new ArrayList<>();
    private final Map<Outcome, Counter> down = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Counter> up = new EnumMap<>(Outcome.class);
    private final AtomicLong connected;
    private final AtomicLong missing;
    private final AtomicLong unsent;
    private final Counter opened;
    private final Counter failed;
    private final Counter lost;
    private final Counter unreadable;

    MirrorMeters(MeterRegistry registry, String mirror) {
        this.registry = registry;
        this.mirror = mirror;
        for (Outcome outcome : Outcome.values()) {
            down.put(outcome, events("down", outcome));
            up.put(outcome, events("up", outcome));
        }
        connected = level("souk.mirror.connected", "1 while the other relay is connected", Tags.empty());
        String behind = "Events known to be missing here (down), changes not looked at yet (up)";
        missing = level("souk.mirror.behind", behind, Tags.of("direction", "down"));
        unsent = level("souk.mirror.behind", behind, Tags.of("direction", "up"));
        opened = connections("opened");
        failed = connections("failed");
        lost = connections("lost");
        unreadable = counter("souk.mirror.unreadable", "Messages that could not be understood", Tags.empty());
    }

    private Counter events(String direction, Outcome outcome) {
        return counter(
                "souk.mirror.events",
                "Events by the way they went and what became of them",
                Tags.of("direction", direction, "outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }

    private Counter connections(String outcome) {
        return counter(
                "souk.mirror.connections", "Connections opened, not opened, and lost", Tags.of("outcome", outcome));
    }

    private Counter counter(String name, String description, Tags tags) {
        Counter counter = Counter.builder(name)
                .description(description)
                .tags(tags.and("mirror", mirror))
                .register(registry);
        all.add(counter);
        return counter;
    }

    private AtomicLong level(String name, String description, Tags tags) {
        AtomicLong level = new AtomicLong();
        all.add(Gauge.builder(name, level, AtomicLong::get)
                .description(description)
                .tags(tags.and("mirror", mirror))
                .register(registry));
        return level;
    }

    void down(Outcome outcome) {
        Objects.requireNonNull(down.get(outcome)).increment();
    }

    void up(Outcome outcome) {
        Objects.requireNonNull(up.get(outcome)).increment();
    }

    AtomicLong missing() {
        return missing;
    }

    AtomicLong unsent() {
        return unsent;
    }

    void unreadable() {
        unreadable.increment();
    }

    void connected() {
        opened.increment();
        connected.set(1);
    }

    void notConnected() {
        failed.increment();
    }

    void disconnected() {
        lost.increment();
        connected.set(0);
        missing.set(0);
    }

    /** They are shown no longer. */
    @Override
    public void close() {
        all.forEach(registry::remove);
    }
}
