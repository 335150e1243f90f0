package dev.souk.deploy.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One thing that can be set.
 *
 * @param <R> the record it is a component of
 * @param section the TOML table it stands in
 * @param name its key in that table
 * @param of finds its value in the record
 * @param defaultValue what it is when nothing sets it
 * @param needsRestart whether it is read at the start only
 * @param documentation what it does, in a sentence
 */
record Setting<R, T>(
        String section,
        String name,
        ValueType<T> type,
        Function<R, T> of,
        T defaultValue,
        boolean needsRestart,
        String documentation) {
    /** The key as it is named in messages: {@code server.port}. */
    String key() {
        return section + "." + name;
    }

    /** The environment variable that overrides it. */
    String variable() {
        return "SOUK_" + (section + "_" + name).toUpperCase(Locale.ROOT);
    }

    /** Its value in {@code record}, as it is written in TOML. */
    String toToml(R record) {
        return type.toToml(of.apply(record));
    }

    /** Its value in {@code record}, as it stands in a file. */
    String inFile(R record) {
        return type.inFile(name, of.apply(record));
    }

    /** Its default, as it is written in TOML, with a second form that is easier to read where there is one. */
    String spokenDefault() {
        String spoken = type.spokenForm(defaultValue);
        return type.toToml(defaultValue) + (spoken.isEmpty() ? "" : " (" + spoken + ")");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Setting<?, ?> setting && key().equals(setting.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }
}
