package dev.souk.relay.lists;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list: a file with an entry a line, read again when it has changed and has then stayed as it is until the next look,
 * so that half a file is never taken for all of it. A file that cannot be used changes nothing; one that is gone is no
 * list. Looked at by one thread, asked by any.
 *
 * @param <E> an entry
 * @param <T> what they make together
 */
final class ListFile<E, T> {
    private static final Logger LOG = LoggerFactory.getLogger(ListFile.class);
    private static final int MAX_TOLD = 5;
    private static final long MAX_LINE_BYTES = 512;

    private final String name;
    private final String expected;
    private final Function<String, Optional<E>> entry;
    private final Function<List<E>, T> whole;
    private volatile Optional<T> list = Optional.empty();
    private Optional<Stamp> seen = Optional.empty();
    private Optional<Stamp> read = Optional.empty();

    private record Stamp(Path file, FileTime modified, long size, Optional<Object> key) {}

    /** What reading gave: entries, and what is wrong. */
    private record Content<E>(List<E> entries, List<String> problems) {}

    /**
     * A list that is not there yet.
     *
     * @param expected what an entry is, for whoever wrote something else
     * @param entry what one line, without its comment, stands for
     */
    ListFile(String name, String expected, Function<String, Optional<E>> entry, Function<List<E>, T> whole) {
        this.name = name;
        this.expected = expected;
        this.entry = entry;
        this.whole = whole;
    }

    /** The list, if there is one. */
    Optional<T> list() {
        return list;
    }

    /** Reads it for the first time; says what is wrong with it. */
    List<String> open(Optional<Path> folder, int max) {
        seen = stamp(folder);
        return take(max);
    }

    /** Reads it again if it has changed. */
    void look(Optional<Path> folder, int max) {
        Optional<Stamp> now = stamp(folder);
        if (now.equals(seen) && !now.equals(read)) {
            List<String> problems = take(max);
            if (!problems.isEmpty()) {
                LOG.error("event=list-refused list={} problems=\"{}\" what=\"the old list stays\"", name, problems);
            }
        }
        seen = now;
    }

    private Optional<Stamp> stamp(Optional<Path> folder) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = folder.get().resolve(name + ".txt");
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(
                    file, attributes.lastModifiedTime(), attributes.size(), Optional.ofNullable(attributes.fileKey())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.error("event=list-unreadable list={}", name, e);
            return read;
        }
    }

    private List<String> take(int max) {
        read = seen;
        if (read.isEmpty()) {
            list.ifPresent(gone -> LOG.info("event=list-gone list={}", name));
            list = Optional.empty();
            return List.of();
        }
        Content<E> content = content(read.get(), max);
        if (content.problems().isEmpty()) {
            list = Optional.of(whole.apply(content.entries()));
            LOG.info(
                    "event=list-read list={} entries={}",
                    name,
                    content.entries().size());
        }
        return content.problems();
    }

    private Content<E> content(Stamp stamp, int max) {
        if (stamp.size() > max * MAX_LINE_BYTES) {
            return new Content<>(List.of(), List.of(stamp.file() + " is too long"));
        }
        List<E> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(stamp.file())) {
            int number = 0;
            for (String line = lines.readLine(); line != null && problems.size() < MAX_TOLD; line = lines.readLine()) {
                number++;
                String text = withoutComment(line);
                Optional<E> read = text.isEmpty() ? Optional.empty() : entry.apply(text);
                read.ifPresent(entries::add);
                if (read.isEmpty() && !text.isEmpty()) {
                    problems.add(stamp.file() + ":" + number + ": is not " + expected);
                }
            }
        } catch (CharacterCodingException e) {
            problems.add(stamp.file() + " is not UTF-8");
        } catch (IOException e) {
            problems.add(stamp.file() + " cannot be read: " + e);
        }
        if (entries.size() > max) {
            problems.add(stamp.file() + " has more than " + max + " entries");
        }
        return new Content<>(entries, problems);
    }

    /** A comment begins with a # at the line's beginning or behind a space. */
    private static String withoutComment(String line) {
        String text = line.strip();
        if (text.startsWith("#")) {
            return "";
        }
        int comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }
}
