package dev.souk.deploy.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * One TOML table: its settings in the order they are printed, and the record they make. The settings are added while a
 * section is constructed, and never after.
 *
 * @param <R> the record
 */
abstract class Section<R> {
    private final String name;
    private final String documentation;
    private final R defaults;
    private final Function<SoukConfig, R> of;
    private final List<Setting<R, ?>> settings = new ArrayList<>();

    Section(String name, String documentation, R defaults, Function<SoukConfig, R> of) {
        this.name = name;
        this.documentation = documentation;
        this.defaults = defaults;
        this.of = of;
    }

    /** Makes the record of these values. */
    abstract R read(Values values);

    /** Adds a setting that may change while the relay runs; its default is that of the record of defaults. */
    final <T> Setting<R, T> add(String key, ValueType<T> type, Function<R, T> component, String says) {
        return add(key, type, component, false, says);
    }

    /** Adds a setting that is read at the start only: to change it takes a restart. */
    final <T> Setting<R, T> addForStart(String key, ValueType<T> type, Function<R, T> component, String says) {
        return add(key, type, component, true, says);
    }

    private <T> Setting<R, T> add(
            String key, ValueType<T> type, Function<R, T> component, boolean needsRestart, String says) {
        Setting<R, T> setting =
                new Setting<>(name, key, type, component, component.apply(defaults), needsRestart, says);
        settings.add(setting);
        return setting;
    }

    final String name() {
        return name;
    }

    final String documentation() {
        return documentation;
    }

    final List<Setting<R, ?>> settings() {
        return Collections.unmodifiableList(settings);
    }

    final R defaults() {
        return defaults;
    }

    /** This section's record within {@code config}. */
    final R in(SoukConfig config) {
        return of.apply(config);
    }
}
