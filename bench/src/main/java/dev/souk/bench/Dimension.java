package dev.souk.bench;

import java.util.List;
import java.util.Locale;

/** What grows. Named on the command line in small letters. */
enum Dimension {
    EVENTS("events published"),
    SUBSCRIPTIONS("open subscriptions"),
    CONNECTIONS("open connections");

    private final String title;

    Dimension(String title) {
        this.title = title;
    }

    /** For people: what its points count. */
    String title() {
        return title;
    }

    /** Where it is measured when nothing else is asked for. */
    List<Integer> points() {
        return switch (this) {
            case EVENTS -> List.of(10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 5_000_000);
            case SUBSCRIPTIONS -> List.of(100, 300, 1_000, 3_000, 10_000, 30_000, 100_000);
            case CONNECTIONS -> List.of(10, 30, 100, 300, 1_000, 3_000, 10_000);
        };
    }

    /** For command lines and the names of files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
