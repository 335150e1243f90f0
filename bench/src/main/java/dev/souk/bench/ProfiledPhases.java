package dev.souk.bench;

import dev.souk.bench.profile.ProfileReport;
import dev.souk.bench.profile.Profiler;
import dev.souk.bench.profile.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Profiles each phase of a relay that is a JVM, and reports. Owned by the thread that measures. */
final class ProfiledPhases implements PhaseObserver {
    private final Settings settings;
    private final int events;
    private final Path folder;
    private final String title;
    private final Consumer<String> reports;
    private Optional<Profiler> profiler = Optional.empty();

    /**
     * @param events how many the corpus has
     * @param folder for recordings
     * @param title begins each section
     * @param reports takes a section in Markdown for each phase
     */
    ProfiledPhases(Settings settings, int events, Path folder, String title, Consumer<String> reports) {
        this.settings = settings;
        this.events = events;
        this.folder = folder;
        this.title = title;
        this.reports = reports;
    }

    @Override
    public void started(Relay relay) throws IOException, InterruptedException {
        profiler = Optional.of(Profiler.attach(relay.figures().pid(), folder));
    }

    @Override
    public void before(Phase phase) throws IOException, InterruptedException {
        profiler.orElseThrow().start(phase.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void after(Phase phase) throws IOException, InterruptedException {
        String report = ProfileReport.of(profiler.orElseThrow().stop(), work(phase));
        reports.accept("## " + title + ", " + phase.name().toLowerCase(Locale.ROOT) + "\n\n" + report);
    }

    /** What a phase does, when nothing of it fails. */
    Work work(Phase phase) {
        return switch (phase) {
            case PUBLISH -> new Work(events, "event");
            case DUPLICATES -> new Work(Math.min(Turn.DUPLICATES, events), "event");
            case QUERY -> new Work((long) Questions.CLASSES * (settings.warmUp + settings.requests), "REQ");
            case SEARCH -> new Work((long) Questions.SEARCHES * (settings.warmUp + settings.requests), "REQ");
            case COLD -> new Work((long) Questions.CLASSES * settings.coldRequests, "REQ");
            case LIVE -> new Work((long) settings.liveSeconds * sum(settings.liveRates), "event");
            case FANOUT, DEFLATE ->
                new Work(
                        settings.subscribers.stream()
                                .mapToLong(count -> (long) count * FanOutPhase.events(count))
                                .sum(),
                        "delivery");
            case IDLE -> new Work(sum(settings.idle), "connection");
            case FEEDS -> new Work(sum(settings.feeds), "subscription");
            case RESTART, IMPORT, EXPORT -> throw new IllegalArgumentException("has no running relay: " + phase);
        };
    }

    private static long sum(List<Integer> counts) {
        return counts.stream().mapToLong(Integer::longValue).sum();
    }
}
