package dev.souk.deploy.convert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Finds the settings in a file of TOML. */
final class TomlSource {
    private TomlSource() {}

    /** The settings, in the order of their lines. */
    static List<Found> read(String text) {
        TomlParseResult toml = Toml.parse(text);
        for (TomlParseError error : toml.errors()) {
            throw new ConversionException("line " + error.position().line() + ": "
                    + String.valueOf(error.getMessage()).replace('\n', ' '));
        }
        Set<List<String>> paths = toml.keyPathSet();
        List<Found> found = new ArrayList<>();
        for (List<String> path : paths) {
            Object value = toml.get(path);
            TomlPosition position = toml.inputPositionOf(path);
            if (value != null && position != null) {
                found.add(new Found(String.join(".", path), plain(value), position.line()));
            }
        }
        found.sort(Comparator.comparingInt(Found::line));
        return found;
    }

    private static Object plain(Object value) {
        if (!(value instanceof TomlArray array)) {
            return value;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            list.add(array.get(i));
        }
        return list;
    }
}
