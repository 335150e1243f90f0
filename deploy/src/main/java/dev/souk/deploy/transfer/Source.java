package dev.souk.deploy.transfer;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** What an import reads. One thread calls {@link #next}; any may ask how far it is. */
public interface Source extends Lines, AutoCloseable {
    /**
     * How it is counted, for people.
     *
     * @param line what one line is called: line, or row
     * @param name of what {@link #position} counts, behind a number
     * @param size how many of those are shown as one
     */
    record Unit(String line, String name, long size) {}

    Unit unit();

    /** How much there is to read, when that is known. */
    OptionalLong size();

    /** How much of it has been read. */
    long position();

    /** What was left out on purpose, when something was; to be asked at the end. */
    Optional<String> remark();

    @Override
    void close() throws IOException;
}
