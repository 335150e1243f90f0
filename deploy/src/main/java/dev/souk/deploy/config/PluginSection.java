package dev.souk.deploy.config;

import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.config.PluginConfig.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code [plugin]}. */
final class PluginSection extends Section<PluginConfig> {
    private static final int MAX_ARGUMENTS = 100;
    private static final int MAX_ARGUMENT = 1_000;

    private final Setting<PluginConfig, List<String>> command = add(
            "command",
            Texts.arguments(MAX_ARGUMENTS, MAX_ARGUMENT),
            PluginConfig::command,
            "The program and its arguments, one by one, without a shell; [] for none. Run anew when its file changes.");
    private final Setting<PluginConfig, Optional<Path>> folder = add(
            "folder",
            Text.ofLength(1, MAX_ARGUMENT).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            PluginConfig::folder,
            "Where it runs, and where a relative path of it begins; \"\" for the folder that the relay runs in.");
    private final Setting<PluginConfig, Duration> timeout = add(
            "timeout",
            new Span(Duration.ofMillis(10), Duration.ofMinutes(1)),
            PluginConfig::timeout,
            "How long an event waits for its turn, and how long for its answer.");
    private final Setting<PluginConfig, OnFailure> onFailure = add(
            "on_failure",
            Text.oneOf(OnFailure.class),
            PluginConfig::onFailure,
            "What becomes of events while it does not answer: reject them, to be sent again, or accept them.");
    private final Setting<PluginConfig, Integer> maxInFlight = add(
            "max_in_flight",
            WholeNumber.ints(1, 10_000, "events"),
            PluginConfig::maxInFlight,
            "Events that it is told of before it has answered for the first; 1 for one that must not be told ahead.");
    private final Setting<PluginConfig, Integer> maxWaiting = addForStart(
            "max_waiting",
            WholeNumber.ints(1, 1_000_000, "events"),
            PluginConfig::maxWaiting,
            "Events that wait for their turn; one more is as if it did not answer.");
    private final Setting<PluginConfig, Integer> maxAnswerBytes = add(
            "max_answer_bytes",
            WholeNumber.ints(256, 1 << 20, "bytes"),
            PluginConfig::maxAnswerBytes,
            "The longest line that it may write.");
    private final Setting<PluginConfig, Boolean> spareExempt = add(
            "spare_exempt",
            new TrueOrFalse(),
            PluginConfig::spareExempt,
            "Whether it is not asked about operators, trusted keys and lists.exempt_addresses.");
    private final Setting<PluginConfig, Boolean> askOnImport =
            add("ask_on_import", new TrueOrFalse(), PluginConfig::askOnImport, "Whether souk import asks it.");
    final Setting<PluginConfig, Duration> restartMin = add(
            "restart_min",
            new Span(Duration.ofMillis(10), Duration.ofHours(1)),
            PluginConfig::restartMin,
            "From its first failure to its next start.");
    final Setting<PluginConfig, Duration> restartMax = add(
            "restart_max",
            new Span(Duration.ofMillis(10), Duration.ofHours(1)),
            PluginConfig::restartMax,
            "The same after many in a row; each doubles it, until one has run for so long.");

    PluginSection() {
        super(
                "plugin",
                "A program of yours that has the last word on each event, by strfry's write-policy protocol.",
                PluginConfig.DEFAULT,
                config -> config.relay().plugin());
    }

    @Override
    PluginConfig read(Values values) {
        return new PluginConfig(
                values.get(command),
                values.get(folder),
                values.get(timeout),
                values.get(onFailure),
                values.get(maxInFlight),
                values.get(maxWaiting),
                values.get(maxAnswerBytes),
                values.get(spareExempt),
                values.get(askOnImport),
                values.get(restartMin),
                values.get(restartMax));
    }
}
