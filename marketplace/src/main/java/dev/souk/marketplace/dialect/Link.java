package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.protocol.Bytes32;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which job a result or a feedback is about, as far as the event tells. When it names one event only, that is the job;
 * when it names several, it depends on which of them are known requests, and may be answered anew when one gets known.
 *
 * @param marked the {@code e} tag with the marker {@code job}
 * @param named all {@code e} tags, in order, without repetition, at most {@link #MAX_CANDIDATES}
 * @param embedded the request inside a {@code request} tag, its id and signature checked; or, in the drafts that say so,
 *     nothing but its id
 */
public record Link(Optional<Bytes32> marked, List<Bytes32> named, Optional<Embedded> embedded) {
    /** More {@code e} tags are not looked at. */
    public static final int MAX_CANDIDATES = 8;

    /**
     * What a {@code request} tag holds.
     *
     * @param request the request itself, if it was there as a whole, is genuine, was not known when this was read, and
     *     may be recovered
     */
    public record Embedded(Bytes32 id, Optional<JobRequest> request) {}

    public Link {
        named = List.copyOf(named);
    }

    /** All jobs that it may be about, in order of preference among unknown ones. */
    public Set<Bytes32> candidates() {
        if (marked.isPresent()) {
            return Set.of(marked.get());
        }
        Set<Bytes32> all = new LinkedHashSet<>();
        embedded.ifPresent(request -> all.add(request.id()));
        all.addAll(named);
        return all;
    }

    /** The one job that it is about. */
    public record Resolved(Bytes32 job, boolean isWeak) {}

    /**
     * The job: the marked one; else the only named one that is a known request; else the embedded request; else the
     * first that is named, which is weak when there are others. Nothing when it names none.
     */
    public Optional<Resolved> resolve(Predicate<Bytes32> isKnownRequest) {
        if (marked.isPresent()) {
            return Optional.of(new Resolved(marked.get(), false));
        }
        List<Bytes32> known = named.stream().filter(isKnownRequest).toList();
        if (known.size() == 1) {
            return Optional.of(new Resolved(known.get(0), false));
        }
        if (embedded.isPresent()) {
            return Optional.of(new Resolved(embedded.get().id(), false));
        }
        return named.stream().findFirst().map(first -> new Resolved(first, named.size() > 1));
    }
}
