package dev.souk.bench;

/** What can be measured, named on the command line in small letters. */
enum Phase {
    PUBLISH,
    DUPLICATES,
    QUERY,
    SEARCH,
    LIVE,
    FANOUT,
    DEFLATE,
    IDLE,
    FEEDS,
    RESTART,
    COLD,
    IMPORT,
    EXPORT;

    /** True for what needs the relay stopped, or started again. */
    boolean isAfterStop() {
        return switch (this) {
            case RESTART, COLD, IMPORT, EXPORT -> true;
            case PUBLISH, DUPLICATES, QUERY, SEARCH, LIVE, FANOUT, DEFLATE, IDLE, FEEDS -> false;
        };
    }
}
