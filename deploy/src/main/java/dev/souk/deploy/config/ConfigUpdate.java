package dev.souk.deploy.config;

import java.util.ArrayList;
import java.util.List;

/**
 * How a running process goes on with a newer configuration.
 *
 * @param config the newer one, but for what needs a restart, which is as before
 * @param changes what differs, in the order of the file
 */
public record ConfigUpdate(SoukConfig config, List<ConfigChange> changes) {
    public ConfigUpdate {
        changes = List.copyOf(changes);
    }

    /** From what is in force to what was read. */
    public static ConfigUpdate of(SoukConfig inForce, SoukConfig read) {
        Sections sections = new Sections();
        Values values = new Values();
        List<ConfigChange> changes = new ArrayList<>();
        sections.all().forEach(section -> compare(section, inForce, read, values, changes));
        return new ConfigUpdate(sections.read(values), changes);
    }

    private static <R> void compare(
            Section<R> section, SoukConfig inForce, SoukConfig read, Values values, List<ConfigChange> changes) {
        R before = section.in(inForce);
        R after = section.in(read);
        section.settings().forEach(setting -> compare(setting, before, after, values, changes));
    }

    private static <R, T> void compare(
            Setting<R, T> setting, R before, R after, Values values, List<ConfigChange> changes) {
        T from = setting.of().apply(before);
        T to = setting.of().apply(after);
        values.keep(setting, setting.needsRestart() ? from : to);
        if (!from.equals(to)) {
            changes.add(new ConfigChange(
                    setting.key(), setting.toToml(before), setting.toToml(after), setting.needsRestart()));
        }
    }
}
