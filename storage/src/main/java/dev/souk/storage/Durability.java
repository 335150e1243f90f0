package dev.souk.storage;

/** When a commit is safe from a crash of the machine. A crash of the process alone loses nothing in any mode. */
public enum Durability {
    /** Every commit is synced to the disk before it returns. */
    COMMIT,
    /** The log is synced once a second: a power cut loses at most that. */
    INTERVAL,
    /** The operating system decides. */
    NONE
}
