package dev.souk.deploy;

import dev.souk.deploy.convert.Conversion;
import dev.souk.deploy.convert.Conversion.Origin;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a configuration of another relay, and writes what has become of it. Stateless. */
final class ConvertedFile {
    private static final long MAX_BYTES = 1 << 20;

    private ConvertedFile() {}

    /** Translates {@code file}. */
    static Conversion read(Path file, Optional<String> from) throws IOException {
        String text = text(file);
        Origin origin = from.map(ConvertedFile::named)
                .or(() -> Conversion.origin(text))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE, file + ": whose configuration this is cannot be told; say --from " + titles()));
        return Conversion.of(origin, String.valueOf(file.getFileName()), text);
    }

    /** Writes it, and its lists beside it. Looks first whether all can be written. */
    static void write(Conversion conversion, Path output) throws IOException {
        Path folder = output.toAbsolutePath().resolveSibling("lists");
        Map<String, List<String>> lists = conversion.lists();
        List<Path> targets = new ArrayList<>(List.of(output));
        lists.keySet().forEach(name -> targets.add(folder.resolve(name)));
        for (Path target : targets) {
            if (Files.exists(target)) {
                throw new CommandFailure(ExitCode.FAILED, target + " is there already, and is not overwritten");
            }
        }
        if (!lists.isEmpty()) {
            conversion.keepListsIn(folder.toString());
            Files.createDirectories(folder);
        }
        for (Map.Entry<String, List<String>> list : lists.entrySet()) {
            Files.write(folder.resolve(list.getKey()), list.getValue());
        }
        Files.writeString(output, conversion.text(true));
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(ExitCode.FAILED, file + " is larger than 1 MiB, which no configuration is");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.FAILED, "there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " is not UTF-8 text", e);
        }
    }

    private static Origin named(String title) {
        return Arrays.stream(Origin.values())
                .filter(origin -> origin.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "--from is one of " + titles()));
    }

    private static String titles() {
        return Arrays.stream(Origin.values()).map(Origin::title).collect(Collectors.joining(", "));
    }
}
