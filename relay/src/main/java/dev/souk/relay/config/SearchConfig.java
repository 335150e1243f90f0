package dev.souk.relay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether and how events are searched (NIP-50).
 *
 * @param enabled whether there is an index; without one, filters with {@code search} are refused
 * @param path the folder of the index; none: in memory, and built anew at each start
 * @param kinds whose text is searched; private kinds never are
 * @param maxCharacters Unicode characters of one {@code search}
 * @param maxFilters filters that search, of one REQ or COUNT, and open on one connection
 * @param maxCandidates events one REQ may look at that the index found, and as many changes that the index does not show
 *     yet; past it EOSE comes without {@code finish}, and a count is approximate
 * @param maxTime how long the index may take for one page of results; past it what was found is all
 * @param bufferBytes memory for text that is not on disk yet, in the Java heap
 */
public record SearchConfig(
        boolean enabled,
        Optional<Path> path,
        Set<Integer> kinds,
        int maxCharacters,
        int maxFilters,
        int maxCandidates,
        Duration maxTime,
        long bufferBytes) {
    /**
     * What people write to be read: profiles (0), notes (1), threads (11), pictures and videos (20 to 22), channels (40,
     * 41), files (1063), comments (1111), issues (1621), highlights (9802), stalls and products (30017, 30018), articles
     * (30023), live events (30311), classifieds (30402), repositories (30617), wikis (30818), calendars (31922, 31923),
     * handlers, among them providers of jobs (31990), communities (34550), and job requests (68001). Not chats, and not what
     * machines deliver: it would be most of the text, and hardly ever what somebody looks for.
     */
    public static final SearchConfig DEFAULT = new SearchConfig(
            true,
            Optional.empty(),
            Set.of(
                    0, 1, 11, 20, 21, 22, 40, 41, 1_063, 1_111, 1_621, 9_802, 30_017, 30_018, 30_023, 30_311, 30_402,
                    30_617, 30_818, 31_922, 31_923, 31_990, 34_550, 68_001),
            256,
            10,
            20_000,
            Duration.ofSeconds(1),
            16L << 20);

    public SearchConfig {
        kinds = Set.copyOf(kinds);
    }

    /** The same with its index in this folder, unless it has one. */
    public SearchConfig in(Path byDefault) {
        return new SearchConfig(
                enabled,
                path.or(() -> Optional.of(byDefault)),
                kinds,
                maxCharacters,
                maxFilters,
                maxCandidates,
                maxTime,
                bufferBytes);
    }

    /** Off. */
    public SearchConfig off() {
        return new SearchConfig(false, path, kinds, maxCharacters, maxFilters, maxCandidates, maxTime, bufferBytes);
    }

    /** The kinds whose text is searched when these are private; none when search is off. */
    public Set<Integer> kindsWithout(Set<Integer> privateKinds) {
        Set<Integer> searched = new HashSet<>(enabled ? kinds : Set.of());
        searched.removeAll(privateKinds);
        return searched;
    }
}
