package dev.souk.deploy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What reading the configuration gave. */
public sealed interface ConfigOutcome {
    /**
     * It can be used.
     *
     * @param file the file that was read; nothing when there is none
     */
    record Usable(SoukConfig config, Optional<Path> file) implements ConfigOutcome {}

    /** It cannot; these are all the problems. */
    record Unusable(List<Problem> problems) implements ConfigOutcome {
        public Unusable {
            problems = List.copyOf(problems);
        }
    }
}
