package dev.souk.relay.policy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Kinds that are shown only to their author and to those whom their {@code p} tags name, once these have proved who they
 * are (NIP-17, NIP-42, NIP-59): stored or live, counted, searched or reconciled. Thread-safe.
 */
public final class PrivateKinds {
    private final int[] kinds;

    public PrivateKinds(Set<Integer> kinds) {
        this.kinds = kinds.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** True when events of this kind are private. */
    public boolean contains(int kind) {
        return Arrays.binarySearch(kinds, kind) >= 0;
    }

    /** All of them. */
    public Set<Integer> all() {
        return Arrays.stream(kinds).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** True when {@code filter} asks for nothing but private kinds. */
    public boolean coverAll(Filter filter) {
        return filter.kinds()
                .filter(asked -> !asked.isEmpty() && asked.stream().allMatch(this::contains))
                .isPresent();
    }

    /** As much of {@code filter} as asks for private kinds, if it does. */
    public Optional<Filter> partOf(Filter filter) {
        Set<Integer> asked = Arrays.stream(kinds)
                .filter(kind -> filter.kinds().isEmpty() || filter.kinds().get().contains(kind))
                .boxed()
                .collect(Collectors.toSet());
        return asked.isEmpty() ? Optional.empty() : Optional.of(filter.withKinds(asked));
    }

    /** Filters for private events that concern {@code readers}, in the window of time that {@code within} has. */
    public List<Filter> concerning(Set<Bytes32> readers, Filter within) {
        if (kinds.length == 0 || readers.isEmpty()) {
            return List.of();
        }
        Set<Integer> all = all();
        Set<String> named = readers.stream().map(Bytes32::hex).collect(Collectors.toUnmodifiableSet());
        return List.of(
                Filter.builder()
                        .kinds(all)
                        .authors(readers)
                        .since(within.since())
                        .until(within.until())
                        .build(),
                Filter.builder()
                        .kinds(all)
                        .tag('p', named)
                        .since(within.since())
                        .until(within.until())
                        .build());
    }

    /** What somebody may see who has proved to hold the keys {@code readers}. */
    public Predicate<EventHeader> visibleTo(Set<Bytes32> readers) {
        return event -> !contains(event.kind()) || concerns(event, readers);
    }

    private static boolean concerns(EventHeader event, Set<Bytes32> readers) {
        return !readers.isEmpty()
                && (readers.contains(event.pubkey())
                        || event.anyTag(
                                'p',
                                value -> Bytes32.parse(value)
                                        .filter(readers::contains)
                                        .isPresent()));
    }
}
