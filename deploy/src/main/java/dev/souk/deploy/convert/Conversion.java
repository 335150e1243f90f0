package dev.souk.deploy.convert;

import dev.souk.deploy.config.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration of another relay, translated. Immutable but for {@link #keepListsIn}; owned by one thread.
 */
public final class Conversion {
    /** Whose configurations are translated. */
    public enum Origin {
        STRFRY("strfry"),
        NOSTR_RS_RELAY("nostr-rs-relay");

        private final String title;

        Origin(String title) {
            this.title = title;
        }

        /** As it is named with {@code --from}. */
        public String title() {
            return title;
        }
    }

    private static final Pattern TOML = Pattern.compile("(?m)^\\s*\\[[a-z_]+]\\s*(#.*)?$");
    private static final Pattern CONF = Pattern.compile("(?m)^\\s*(relay|events|dbParams)\\s*\\{|^\\s*db\\s*=");
    private static final Pattern YAML = Pattern.compile("(?m)^(info|limits|network|payments):\\s*$");

    private final String title;
    private final Translation translation = new Translation();

    private Conversion(String title) {
        this.title = title;
    }

    /** Whose file this is, told by how it is written; nothing when it cannot be told. */
    public static Optional<Origin> origin(String text) {
        if (YAML.matcher(text).find()) {
            throw new ConversionException("this is nostream's settings.yaml, it seems, which is not translated;"
                    + " deploy/README.md says what of it is what here");
        }
        if (TOML.matcher(text).find()) {
            return Optional.of(Origin.NOSTR_RS_RELAY);
        }
        return CONF.matcher(text).find() ? Optional.of(Origin.STRFRY) : Optional.empty();
    }

    /**
     * Translates.
     *
     * @param name of the file, for a comment
     * @throws ConversionException when it cannot be read
     */
    public static Conversion of(Origin origin, String name, String text) {
        Conversion conversion = new Conversion(
                String.format(Locale.ROOT, "Translated from %s of %s by `souk config convert`.", name, origin.title()));
        switch (origin) {
            case STRFRY -> conversion.apply(Strfry.rules(), ConfSource.read(text));
            case NOSTR_RS_RELAY -> conversion.apply(NostrRsRelay.rules(), TomlSource.read(text));
        }
        return conversion;
    }

    private void apply(Rules rules, List<Found> settings) {
        List<Found> all = Stream.concat(settings.stream(), rules.assumed(settings).stream())
                .toList();
        for (Found found : all) {
            rules.of(found.key())
                    .ifPresentOrElse(
                            rule -> rule.accept(found, translation),
                            () -> translation.note(found, "is no setting that this version of Souk knows of there"));
        }
    }

    /** The lists that belong to it, by the names of their files. */
    public Map<String, List<String>> lists() {
        return Map.copyOf(translation.lists());
    }

    /** Says that the lists are written to {@code folder}. */
    public void keepListsIn(String folder) {
        translation.keepListsIn(folder);
    }

    /** What of it Souk would refuse, as it does not go together. */
    public List<Problem> problems() {
        return translation.problems();
    }

    /** The file. */
    public String text(boolean areListsWritten) {
        return translation.text(title, areListsWritten);
    }
}
