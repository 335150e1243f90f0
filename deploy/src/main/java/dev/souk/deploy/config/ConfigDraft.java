package dev.souk.deploy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A configuration that is made up of single settings, each with a word on where it comes from. Owned by one thread. */
public final class ConfigDraft {
    private record Entry(String toml, List<String> origins, boolean isDefault) {}

    private final Sections sections = new Sections();
    private final Values values = new Values();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * Sets a key, over what it was set to before.
     *
     * @param toml a string, a whole number, true or false, or a list
     * @return what is wrong with the value, when it cannot be used; nothing is changed then
     */
    public Optional<String> put(String key, Object toml, String origin) {
        Setting<?, ?> setting =
                sections.setting(key).orElseThrow(() -> new IllegalArgumentException("no setting is called " + key));
        return put(setting, toml, origin);
    }

    private <T> Optional<String> put(Setting<?, T> setting, Object toml, String origin) {
        return switch (setting.type().parse(toml)) {
            case Parsed.Invalid<T>(String problem) -> Optional.of(setting.key() + " " + problem);
            case Parsed.Valid<T>(T value) -> {
                values.keep(setting, value);
                List<String> origins = new ArrayList<>();
                Optional.ofNullable(entries.get(setting.key())).ifPresent(before -> origins.addAll(before.origins()));
                origins.add(origin);
                boolean isDefault = Objects.equals(value, setting.defaultValue());
                entries.put(setting.key(), new Entry(setting.type().toToml(value), origins, isDefault));
                yield Optional.empty();
            }
        };
    }

    /** True when the key is set to what it is anyway. */
    public boolean isDefault(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.isDefault();
    }

    /** What does not go together. */
    public List<Problem> problems() {
        Values checked = new Values();
        sections.settings().forEach(setting -> copy(setting, checked));
        sections.read(checked);
        return checked.problems();
    }

    private <T> void copy(Setting<?, T> setting, Values target) {
        target.keep(setting, values.get(setting));
    }

    /** The sections and keys that are set to something else than their defaults. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Section<?> section : sections.all()) {
            List<Setting<?, ?>> changed = section.settings().stream()
                    .<Setting<?, ?>>map(setting -> setting)
                    .filter(setting -> !isDefault(setting.key()))
                    .toList();
            if (!changed.isEmpty()) {
                out.append("\n[").append(section.name()).append("]\n");
            }
            changed.forEach(setting -> write(setting, out));
        }
        return out.toString();
    }

    private void write(Setting<?, ?> setting, StringBuilder out) {
        Entry entry = Objects.requireNonNull(entries.get(setting.key()));
        out.append("\n# ").append(entry.origins().stream().distinct().collect(Collectors.joining("; ")));
        out.append('\n')
                .append(setting.name())
                .append(" = ")
                .append(entry.toml())
                .append('\n');
    }

    /** A TOML value for people, cut when it is long. */
    public static String shown(Object toml) {
        return Literal.shown(toml);
    }
}
