package dev.souk.deploy.foreign;

import dev.souk.deploy.transfer.InputFile;
import dev.souk.deploy.transfer.Line;
import dev.souk.deploy.transfer.Lines;
import dev.souk.deploy.transfer.Source;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A file or standard input, of whose bytes {@code lines} makes lines.
 *
 * @param left what those have left out so far
 */
record FileSource(InputFile file, Lines lines, Supplier<Optional<String>> left) implements Source {
    private static final Unit UNIT = new Unit("line", " MB", 1_000_000);

    @Override
    public Optional<Line> next() throws IOException {
        return lines.next();
    }

    @Override
    public Unit unit() {
        return UNIT;
    }

    @Override
    public OptionalLong size() {
        return file.size();
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public Optional<String> remark() {
        return left.get();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
