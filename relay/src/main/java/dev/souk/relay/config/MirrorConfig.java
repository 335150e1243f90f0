package dev.souk.relay.config;

import dev.souk.protocol.Filter;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Another relay that this one is kept in step with.
 *
 * @param name what it is called in the log and by meters; no two have the same
 * @param url {@code ws} or {@code wss}, with a host
 * @param direction which way events go
 * @param filters which events; one that matches any of them, {@code {}} for all
 * @param trust what its word is worth
 * @param catchUp whether what either side lacks from before is fetched and sent, too
 * @param proxy a SOCKS5 proxy, which also looks the host up; nothing to connect directly
 */
public record MirrorConfig(
        String name,
        URI url,
        Direction direction,
        List<Filter> filters,
        Trust trust,
        boolean catchUp,
        Optional<HostPort> proxy) {
    /** The most filters of one mirror. */
    public static final int MAX_FILTERS = 20;

    /** Which way events go. */
    public enum Direction {
        /** From the other relay to this one. */
        DOWN,
        /** From this one to the other. */
        UP,
        BOTH;

        public boolean isDown() {
            return this != UP;
        }

        public boolean isUp() {
            return this != DOWN;
        }
    }

    /** What the other relay's word is worth. */
    public enum Trust {
        /** Nothing: every signature is checked. */
        VERIFY,
        /** It has checked signatures, so they are not checked again; ids are. */
        TRUSTED
    }

    /** A host and its port. */
    public record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public MirrorConfig {
        filters = List.copyOf(filters);
        if (filters.isEmpty()
                || filters.size() > MAX_FILTERS
                || !filters.stream().allMatch(MirrorConfig::isUsable)) {
            throw new IllegalArgumentException("1 to " + MAX_FILTERS + " filters without limit and search");
        }
    }

    /** Everything, checked, both what is there and what comes. */
    public static MirrorConfig of(URI url, Direction direction) {
        return new MirrorConfig(nameOf(url), url, direction, List.of(Filter.ALL), Trust.VERIFY, true, Optional.empty());
    }

    /** What a relay is called when the operator says nothing else. */
    public static String nameOf(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return url.getRawAuthority() + (path.equals("/") ? "" : path);
    }

    /** True for a filter that says which events, and not how many. */
    public static boolean isUsable(Filter filter) {
        return filter.limit().isEmpty() && filter.search().isEmpty() && !filter.matchesNothing();
    }

    public MirrorConfig withFilters(Filter... others) {
        return new MirrorConfig(name, url, direction, List.of(others), trust, catchUp, proxy);
    }

    public MirrorConfig trusted() {
        return new MirrorConfig(name, url, direction, filters, Trust.TRUSTED, catchUp, proxy);
    }

    public MirrorConfig withoutCatchUp() {
        return new MirrorConfig(name, url, direction, filters, trust, false, proxy);
    }

    public MirrorConfig through(HostPort other) {
        return new MirrorConfig(name, url, direction, filters, trust, catchUp, Optional.of(other));
    }
}
