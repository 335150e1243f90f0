package dev.souk.deploy.config;

import dev.souk.protocol.KindClass;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.KindRange;
import java.time.Duration;
import java.util.List;

/** {@code [events]}. */
final class EventsSection extends Section<EventsConfig> {
    private static final Duration CENTURY = Duration.ofDays(36_525);

    private final Setting<EventsConfig, List<KindRange>> extraKinds = add(
            "extra_kinds",
            Texts.kindRanges(KindClass.MAX_STANDARD_KIND + 1, 100),
            EventsConfig::extraKinds,
            "Kinds above 65535 that are accepted, as regular events.");
    private final Setting<EventsConfig, Duration> maxFuture = add(
            "max_future",
            new Span(Duration.ZERO, CENTURY),
            EventsConfig::maxFuture,
            "How far created_at may lie ahead of the relay's clock.");
    private final Setting<EventsConfig, Duration> maxAge = add(
            "max_age",
            new Span(Duration.ZERO, CENTURY),
            EventsConfig::maxAge,
            "How far created_at may lie back; 0s for no limit.");

    private final Setting<EventsConfig, Integer> minPow = add(
            "min_pow",
            WholeNumber.ints(0, 64, "bits"),
            EventsConfig::minPow,
            "Work that an event needs (NIP-13): leading zero bits of its id; 0 for none.");

    EventsSection() {
        super(
                "events",
                "Which events are accepted.",
                EventsConfig.DEFAULT,
                config -> config.relay().events());
    }

    @Override
    EventsConfig read(Values values) {
        return new EventsConfig(values.get(extraKinds), values.get(maxFuture), values.get(maxAge), values.get(minPow));
    }
}
