package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.RelayUrl;
import dev.souk.relay.config.RunningConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Requests to vanish that this relay has to follow (NIP-62): those that name it, in whatever spelling, or all relays.
 * Thread-safe.
 */
public final class VanishRequests implements Predicate<Event> {
    private static final int KIND = 62;
    private static final String ALL_RELAYS = "ALL_RELAYS";

    private final Supplier<Set<RelayUrl>> urls;

    /** @param urls of this relay */
    public VanishRequests(List<String> urls) {
        Set<RelayUrl> parsed = parse(urls);
        this.urls = () -> parsed;
    }

    /** Those that follow this configuration. */
    public VanishRequests(RunningConfig config) {
        this.urls = config.made(all -> all.auth().relayUrls(), VanishRequests::parse);
    }

    private static Set<RelayUrl> parse(List<String> urls) {
        return urls.stream().map(RelayUrl::parse).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean test(Event event) {
        return event.kind() == KIND
                && event.tags().stream()
                        .filter(tag -> tag.name().equals("relay"))
                        .flatMap(tag -> tag.value().stream())
                        .anyMatch(this::isHere);
    }

    private boolean isHere(String value) {
        return value.equals(ALL_RELAYS)
                || RelayUrl.parse(value).filter(urls.get()::contains).isPresent();
    }
}
