package dev.souk.relay.read;

import dev.souk.relay.config.Rate;
import dev.souk.relay.config.ReadConfig;
import java.util.Optional;

/** How well an asker is known. */
enum Tier {
    /** It has proved no key. */
    ANONYMOUS,
    /** It has proved some key, which costs nothing to make. */
    AUTHENTICATED,
    /** It has proved a key that the operator has named. */
    LISTED;

    /** Rows for one connection. */
    Optional<Rate> rows(ReadConfig config) {
        return switch (this) {
            case ANONYMOUS -> config.anonymousRows();
            case AUTHENTICATED -> config.authenticatedRows();
            case LISTED -> config.listedRows();
        };
    }

    /** Bytes for one connection. */
    Optional<Rate> bytes(ReadConfig config) {
        return switch (this) {
            case ANONYMOUS -> config.anonymousBytes();
            case AUTHENTICATED -> config.authenticatedBytes();
            case LISTED -> config.listedBytes();
        };
    }
}
