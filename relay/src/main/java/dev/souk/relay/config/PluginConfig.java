package dev.souk.relay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program of the operator's that has the last word on what is published, by the write-policy protocol of strfry.
 *
 * @param command the program and its arguments; empty for none
 * @param folder where it runs, and what a relative path of the program is relative to; otherwise where the relay was started
 * @param timeout how long an event waits to be asked about, and how long for the answer
 * @param onFailure what becomes of an event that it does not answer for
 * @param maxInFlight events that it is asked about before it has answered for the first of them
 * @param maxWaiting events that wait for a place among these; one more is {@code onFailure}
 * @param maxAnswerBytes the longest line that it may write
 * @param spareExempt whether it is not asked about those whom no limit holds for
 * @param askOnImport whether {@code souk import} asks it
 * @param restartMin from its first failure to its next start
 * @param restartMax the same after many in a row, each of which doubles it; who has run so long is well
 */
public record PluginConfig(
        List<String> command,
        Optional<Path> folder,
        Duration timeout,
        OnFailure onFailure,
        int maxInFlight,
        int maxWaiting,
        int maxAnswerBytes,
        boolean spareExempt,
        boolean askOnImport,
        Duration restartMin,
        Duration restartMax) {
    /** What becomes of an event that nobody has judged. */
    public enum OnFailure {
        /** It is published. */
        ACCEPT,
        /** It is refused, to be sent again. */
        REJECT
    }

    /** No plugin. */
    public static final PluginConfig DEFAULT = new PluginConfig(
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(5),
            OnFailure.REJECT,
            64,
            8_192,
            16_384,
            false,
            false,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1));

    public PluginConfig {
        command = List.copyOf(command);
    }

    /** True when there is a program to ask. */
    public boolean isOn() {
        return !command.isEmpty();
    }
}
