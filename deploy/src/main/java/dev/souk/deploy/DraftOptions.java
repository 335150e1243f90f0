package dev.souk.deploy;

import dev.souk.deploy.client.TagText;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** An event made of options. */
final class DraftOptions {
    @Option(names = "--kind", paramLabel = "N", description = "Makes an event of this kind.")
    private Optional<Integer> kind = Optional.empty();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "Adds a tag: name=value, or all of it as JSON, such as '[\"bid\",\"5000\",\"8000\"]'.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--content", paramLabel = "TEXT", description = "Its content.")
    private Optional<String> content = Optional.empty();

    /** True when an event is to be made. */
    boolean isPresent() {
        return kind.isPresent() || !tags.isEmpty() || content.isPresent();
    }

    /** The draft, made at {@code nowSeconds}. */
    Draft draft(CommandLine command, long nowSeconds) {
        int number = kind.filter(named -> named >= 0)
                .orElseThrow(() -> new ParameterException(command, "an event needs a --kind, from 0 on"));
        List<Tag> all = tags.stream().map(tag -> tag(command, tag)).toList();
        return new Draft(nowSeconds, number, all, content.orElse(""));
    }

    private static Tag tag(CommandLine command, String text) {
        return TagText.parse(text)
                .orElseThrow(() -> new ParameterException(
                        command, "--tag takes name=value or a JSON array of strings, not " + text));
    }
}
