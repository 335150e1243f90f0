package dev.souk.deploy.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads one TOML file into {@link Values}. Everything in it that is no setting is a problem with its line. */
final class TomlFile {
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final Sections sections;

    TomlFile(Path file, Sections sections) {
        this.file = file;
        this.sections = sections;
    }

    /** Sets in {@code values} all that the file sets. */
    void readInto(Values values) {
        Optional<String> text = text(values);
        if (text.isEmpty()) {
            return;
        }
        TomlParseResult toml = Toml.parse(text.get());
        // Problems in the order of the lines, whichever section comes first in ours.
        Map<Long, Runnable> inOrder = new TreeMap<>();
        for (TomlParseError error : toml.errors()) {
            put(inOrder, error.position(), () -> values.add(syntax(error)));
        }
        for (String name : toml.keySet()) {
            Object value = toml.get(List.of(name));
            TomlPosition position = toml.inputPositionOf(List.of(name));
            Optional<Section<?>> section = sections.section(name);
            if (section.isEmpty()) {
                put(inOrder, position, () -> values.add(unknown(name, value, position)));
            } else if (value instanceof TomlTable table) {
                readSection(section.get(), table, values, inOrder);
            } else {
                put(inOrder, position, () -> values.add(notASection(name, position)));
            }
        }
        inOrder.values().forEach(Runnable::run);
    }

    private void readSection(Section<?> section, TomlTable table, Values values, Map<Long, Runnable> inOrder) {
        for (String name : table.keySet()) {
            Object value = plain(table.get(List.of(name)));
            TomlPosition position = table.inputPositionOf(List.of(name));
            String key = section.name() + "." + name;
            put(
                    inOrder,
                    position,
                    () -> sections.setting(key)
                            .ifPresentOrElse(
                                    setting -> values.set(setting, value, place(position)),
                                    () -> values.add(new Problem(place(position), key, unknownKey(key)))));
        }
    }

    private Optional<String> text(Values values) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                values.add(new Problem(file.toString(), "", "is larger than 1 MiB, which no configuration is"));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            values.add(new Problem(file.toString(), "", "is not UTF-8 text"));
        } catch (IOException e) {
            values.add(new Problem(file.toString(), "", "cannot be read: " + e));
        }
        return Optional.empty();
    }

    private Problem syntax(TomlParseError error) {
        String message = Optional.ofNullable(error.getMessage()).orElse("is not TOML");
        return new Problem(place(error.position()), "", message.replace('\n', ' '));
    }

    private Problem unknown(String name, Object value, TomlPosition position) {
        if (value instanceof TomlTable) {
            Collection<String> names =
                    sections.all().stream().map(Section::name).toList();
            return new Problem(
                    place(position), name, "is no section; the nearest is [" + Nearest.to(name, names) + "]");
        }
        return new Problem(place(position), name, "stands in no section; " + meant(name));
    }

    private Problem notASection(String name, TomlPosition position) {
        return new Problem(place(position), name, "is a section; write [" + name + "] and its keys below");
    }

    private String unknownKey(String key) {
        return "is no setting; " + meant(key);
    }

    private String meant(String key) {
        return "the nearest is " + sections.nearest(key);
    }

    private String place(TomlPosition position) {
        return file + ":" + position.line() + ":" + position.column();
    }

    /** Keyed by line and column; a second entry at the same place goes right behind the first. */
    private static void put(Map<Long, Runnable> inOrder, TomlPosition position, Runnable action) {
        long key = (((long) position.line() << 16) + Math.min(position.column(), 0xffff)) << 16;
        while (inOrder.containsKey(key)) {
            key++;
        }
        inOrder.put(key, action);
    }

    /** A value without the types of the library. */
    static Object plain(Object toml) {
        if (toml instanceof TomlArray array) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                list.add(plain(array.get(i)));
            }
            return list;
        }
        if (toml instanceof TomlTable table) {
            Map<String, Object> map = new LinkedHashMap<>();
            table.keySet().forEach(name -> map.put(name, plain(Objects.requireNonNull(table.get(List.of(name))))));
            return map;
        }
        return toml;
    }
}
