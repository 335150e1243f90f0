package dev.souk.relay.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says when files have changed, come or gone, and come to rest: who writes a file should not be disturbed in the middle.
 * Looks at them when it is asked, as links that are turned and folders that are mounted anew tell nobody. Owned by one
 * thread.
 */
public final class WatchedFiles {
    private final List<Path> files;
    private List<Optional<Mark>> known;
    private List<Optional<Mark>> lastSeen;

    /** What gives a change away; the key is the file behind a link. */
    private record Mark(FileTime modified, long size, String key) {}

    /** As they are now counts as known. */
    public WatchedFiles(List<Path> files) {
        this.files = List.copyOf(files);
        this.known = look();
        this.lastSeen = known;
    }

    /** True once for each change, when two looks in a row have seen the same. */
    public boolean haveChanged() {
        List<Optional<Mark>> now = look();
        boolean isAtRest = now.equals(lastSeen);
        lastSeen = now;
        if (!isAtRest || now.equals(known)) {
            return false;
        }
        known = now;
        return true;
    }

    /** They are read now: as they are counts as known. */
    public void take() {
        known = look();
        lastSeen = known;
    }

    private List<Optional<Mark>> look() {
        return files.stream().map(WatchedFiles::mark).toList();
    }

    private static Optional<Mark> mark(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Mark(
                    attributes.lastModifiedTime(), attributes.size(), Objects.toString(attributes.fileKey(), "")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
