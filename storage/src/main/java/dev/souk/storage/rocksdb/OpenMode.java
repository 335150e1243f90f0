package dev.souk.storage.rocksdb;

/** How a {@link Database} is opened. */
enum OpenMode {
    /** To change it; nobody else can meanwhile. It is created when there is none. */
    WRITING,
    /** To have in files what a checkpoint has in its log, as a backup takes files only; nothing is rearranged. */
    SETTLING,
    /** To read what nobody changes, as a checkpoint is. Nothing is written into its folder. */
    READING
}
