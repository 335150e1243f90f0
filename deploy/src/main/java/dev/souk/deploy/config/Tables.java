package dev.souk.deploy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * A list of records, each a table {@code [[section.name]]} of its own. In a variable they are an array of inline tables.
 * In its section it must come last, as what stands behind a table belongs to the table.
 *
 * @param row the settings of one of them; its name is that of the tables
 * @param max how many at most
 */
record Tables<R>(Section<R> row, int max) implements ValueType<List<R>> {
    @Override
    public String expectation() {
        return "a table [[" + row.name() + "]] for each, at most " + max;
    }

    @Override
    public Parsed<List<R>> parse(Object toml) {
        if (!(toml instanceof List<?> list) || list.size() > max) {
            return new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation());
        }
        List<R> records = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Object one : list) {
            Values values = new Values();
            if (one instanceof Map<?, ?> table) {
                table.forEach((name, value) -> set(String.valueOf(name), value, values));
            } else {
                values.add(new Problem("", row.name(), "is " + Literal.shown(one) + "; expected a table"));
            }
            R record = row.read(values);
            records.add(record);
            String number = list.size() == 1 ? "" : "number " + records.size() + ": ";
            values.problems().forEach(problem -> problems.add(number + problem.key() + " " + problem.text()));
        }
        return problems.isEmpty()
                ? new Parsed.Valid<>(List.copyOf(records))
                : new Parsed.Invalid<>("has mistakes: " + String.join("; ", problems));
    }

    private void set(String name, Object value, Values values) {
        Optional<Setting<R, ?>> known = row.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
        if (known.isPresent()) {
            values.set(known.get(), value, "");
        } else {
            List<String> names = row.settings().stream().map(Setting::name).toList();
            values.add(new Problem("", name, "is no setting there; the nearest is " + Nearest.to(name, names)));
        }
    }

    @Override
    public Object ofText(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        TomlParseResult toml = Toml.parse("it = " + text);
        Object value = toml.hasErrors() ? null : toml.get("it");
        return value == null ? text : TomlFile.plain(value);
    }

    @Override
    public String toToml(List<R> value) {
        return value.stream()
                .map(record -> row.settings().stream()
                        .map(setting -> setting.name() + " = " + setting.toToml(record))
                        .collect(Collectors.joining(", ", "{ ", " }")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String inFile(String name, List<R> value) {
        StringBuilder out = new StringBuilder();
        for (Setting<R, ?> setting : row.settings()) {
            out.append("#   ")
                    .append(setting.name())
                    .append(": ")
                    .append(setting.documentation())
                    .append(' ');
            out.append(ConfigText.sentence(setting.type().expectation())).append('\n');
        }
        value.forEach(record -> lines(record, "", out));
        if (value.isEmpty()) {
            lines(row.defaults(), "# ", out);
        }
        return out.toString();
    }

    private void lines(R record, String before, StringBuilder out) {
        out.append('\n').append(before).append("[[").append(row.name()).append("]]\n");
        for (Setting<R, ?> setting : row.settings()) {
            out.append(before)
                    .append(setting.name())
                    .append(" = ")
                    .append(setting.toToml(record))
                    .append('\n');
        }
    }
}
