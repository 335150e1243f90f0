package dev.souk.deploy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What was set so far, by whom, and what was wrong with it. Owned by one thread. */
final class Values {
    private record Entry(Object value, String place, boolean isValid) {}

    private final Map<Setting<?, ?>, Entry> entries = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Sets {@code setting}, over what was set before; a value that cannot be used is a problem and the default stays. */
    <T> void set(Setting<?, T> setting, Object toml, String place) {
        switch (setting.type().parse(toml)) {
            case Parsed.Valid<T>(T value) -> entries.put(setting, new Entry(value, place, true));
            case Parsed.Invalid<T>(String problem) -> {
                entries.put(setting, new Entry(setting.defaultValue(), place, false));
                problems.add(new Problem(place, setting.key(), problem));
            }
        }
    }

    /** Takes over a value that was read before. */
    <T> void keep(Setting<?, T> setting, T value) {
        entries.put(setting, new Entry(Objects.requireNonNull(value), "", true));
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    /** The value of {@code setting}: what was set, or the default. */
    @SuppressWarnings("unchecked") // set() stores only what the setting's own type has parsed.
    <T> T get(Setting<?, T> setting) {
        Entry entry = entries.get(setting);
        return entry == null ? setting.defaultValue() : (T) entry.value();
    }

    /** Where {@code setting} was set, when it was. */
    Optional<String> place(Setting<?, ?> setting) {
        return Optional.ofNullable(entries.get(setting)).map(Entry::place);
    }

    /** True when something unusable was given for {@code setting}, so that no more should be said about it. */
    boolean isInvalid(Setting<?, ?> setting) {
        Entry entry = entries.get(setting);
        return entry != null && !entry.isValid();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
