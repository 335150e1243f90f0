package dev.souk.deploy.convert;

import dev.souk.deploy.config.ConfigDraft;
import dev.souk.deploy.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been made of a configuration so far. Owned by one thread. */
final class Translation {
    /**
     * What a setting has become.
     *
     * @param text why it is not there, or not as it was
     */
    private record Note(Found found, String text) {}

    private final ConfigDraft draft = new ConfigDraft();
    private final List<Note> notes = new ArrayList<>();
    private final List<Found> defaults = new ArrayList<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();

    /** The setting becomes one of Souk. */
    void set(Found found, String key, Object value) {
        Optional<String> problem = draft.put(key, value, found.origin());
        problem.ifPresent(text -> note(found, text));
        if (problem.isEmpty() && draft.isDefault(key)) {
            same(found);
        }
    }

    /** The setting calls for another one, beside what it has become itself. */
    void also(Found found, String key, Object value) {
        draft.put(key, value, "goes with " + found.key()).ifPresent(text -> note(found, text));
    }

    /** Souk does so without being told. */
    void same(Found found) {
        if (!defaults.contains(found)) {
            defaults.add(found);
        }
    }

    /** The setting is not there, or not as it was. */
    void note(Found found, String text) {
        notes.add(new Note(found, text));
    }

    /** The setting becomes a list, in a file of its own. */
    void list(Found found, String name, List<String> entries) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + found.key());
        lines.addAll(entries);
        lists.put(name + ".txt", lines);
    }

    /** Says where the lists will be. */
    void keepListsIn(String folder) {
        draft.put("lists.folder", folder, "for the files that were written there")
                .ifPresent(text -> {
                    throw new ConversionException(text);
                });
    }

    /** The lists, by the names of their files. */
    Map<String, List<String>> lists() {
        return lists;
    }

    List<Problem> problems() {
        return draft.problems();
    }

    /** The whole file. */
    String text(String title, boolean areListsWritten) {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(title)
                .append("\n# What that file left out is as Souk has it by default, as is what is not")
                .append(" here; `souk config print` explains every key.\n");
        out.append(draft.text());
        if (!defaults.isEmpty()) {
            out.append("\n# Souk does so by default:\n");
            defaults.forEach(found -> out.append("#   ").append(found.shown()).append('\n'));
        }
        if (!notes.isEmpty()) {
            out.append("\n# Not translated, or not as it was:\n");
            notes.forEach(note -> out.append("#   ")
                    .append(note.found().shown())
                    .append(" (line ")
                    .append(note.found().line())
                    .append(")\n#       ")
                    .append(note.text())
                    .append('\n'));
        }
        if (!areListsWritten) {
            lists.forEach((name, lines) -> {
                out.append("\n# To be written to ").append(name).append(" in the folder that lists.folder names:\n");
                lines.forEach(line -> out.append("#   ").append(line).append('\n'));
            });
        }
        return out.toString();
    }
}
