package dev.souk.deploy.config;

import dev.souk.relay.config.SearchConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** {@code [search]}. */
final class SearchSection extends Section<SearchConfig> {
    private final Setting<SearchConfig, Boolean> enabled = addForStart(
            "enabled",
            new TrueOrFalse(),
            SearchConfig::enabled,
            "Whether text is indexed and filters may search; without it they are refused.");
    private final Setting<SearchConfig, Optional<Path>> path = addForStart(
            "path",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            SearchConfig::path,
            "The folder of the index, which is made anew when it is not there; \"\" for search in storage.path.");
    private final Setting<SearchConfig, Set<Integer>> kinds = addForStart(
            "kinds",
            Texts.kinds(200),
            SearchConfig::kinds,
            "Kinds whose text is searched; private kinds never are. Other kinds than before: the index is built anew.");
    private final Setting<SearchConfig, Integer> maxCharacters = add(
            "max_characters",
            WholeNumber.ints(1, 10_000, "characters"),
            SearchConfig::maxCharacters,
            "Unicode characters of one search.");
    private final Setting<SearchConfig, Integer> maxFilters = add(
            "max_filters",
            WholeNumber.ints(1, 1_000, "filters"),
            SearchConfig::maxFilters,
            "Filters that search, in one REQ, and open on one connection.");
    private final Setting<SearchConfig, Integer> maxCandidates = add(
            "max_candidates",
            WholeNumber.ints(100, 10_000_000, "events"),
            SearchConfig::maxCandidates,
            "Events one REQ may look at that the index found, and recent changes that it lacks; past it EOSE has no finish.");
    private final Setting<SearchConfig, Duration> maxTime = add(
            "max_time",
            new Span(Duration.ofMillis(1), Duration.ofMinutes(1)),
            SearchConfig::maxTime,
            "How long the index may take for one page of results; past it EOSE has no finish.");
    private final Setting<SearchConfig, Long> bufferBytes = addForStart(
            "buffer_bytes",
            new WholeNumber(1L << 20, 1L << 30, "bytes"),
            SearchConfig::bufferBytes,
            "Memory for text that is not on disk yet, in the Java heap.");

    SearchSection() {
        super(
                "search",
                "Search in the text of events (NIP-50).",
                SearchConfig.DEFAULT,
                config -> config.relay().search());
    }

    @Override
    SearchConfig read(Values values) {
        return new SearchConfig(
                values.get(enabled),
                values.get(path),
                values.get(kinds),
                values.get(maxCharacters),
                values.get(maxFilters),
                values.get(maxCandidates),
                values.get(maxTime),
                values.get(bufferBytes));
    }
}
