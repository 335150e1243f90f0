package dev.souk.relay.ingest;

/** Those who read the change feed behind the writer, as far as the writer has to do with them. */
public interface Followers {
    /** Something was committed. Never waits. */
    void wake();

    /** How long the writer has to wait after a commit of so many events, so that nobody is left behind; mostly 0. */
    long holdNanos(int events);
}
