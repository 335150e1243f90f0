package dev.souk.deploy.config;

import java.util.Locale;

/** Writes a configuration as a TOML file that teaches: every key with what it does, its unit, range and default. */
public final class ConfigText {
    private static final String HEAD = """
            # The configuration of Souk, as `souk config print` writes it.
            #
            # Read from --config FILE, else from the file that SOUK_CONFIG names, else from ./souk.toml, else built-in defaults.
            # A key that is left out has its default. The variable named with each key overrides it. `souk config check` finds
            # every mistake at once. A running relay reads a file that has changed, and says what it made of it in its log; keys
            # that say "Needs a restart" wait for one. Lists are written with commas in variables: SOUK_EVENTS_EXTRA_KINDS=65536-69999,70001
            """;

    private ConfigText() {}

    /** {@code config} as a file. */
    public static String of(SoukConfig config) {
        StringBuilder out = new StringBuilder(HEAD);
        new Sections().all().forEach(section -> write(section, config, out));
        return out.toString();
    }

    private static <R> void write(Section<R> section, SoukConfig config, StringBuilder out) {
        out.append("\n# ")
                .append(section.documentation())
                .append("\n[")
                .append(section.name())
                .append("]\n");
        R record = section.in(config);
        for (Setting<R, ?> setting : section.settings()) {
            out.append("\n# ").append(setting.documentation()).append('\n');
            out.append("# ").append(sentence(setting.type().expectation())).append(' ');
            out.append("Default: ").append(setting.spokenDefault()).append(". ");
            out.append("Variable: ").append(setting.variable());
            out.append(setting.needsRestart() ? ". Needs a restart.\n" : "\n");
            out.append(setting.inFile(record));
        }
    }

    static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
