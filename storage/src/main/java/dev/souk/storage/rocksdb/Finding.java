package dev.souk.storage.rocksdb;

/** Something that {@link StoreCheck} found wrong, in words for the operator. */
public record Finding(Kind kind, String what) {
    /** What is wrong; the words are for a report. */
    public enum Kind {
        /** Bytes on the disk are not those that were written. */
        UNREADABLE("parts that cannot be read"),
        /** An event is not what its id, its signature or its author's other events say. */
        EVENT("events that are wrong"),
        /** An event lacks a row that names it: some queries do not find it. */
        MISSING_ROW("index entries that are missing"),
        /** A row names no event, or not as it is. */
        STRAY_ROW("index entries without their event"),
        /** The sequence is behind what was numbered with it. */
        SEQUENCE("sequence numbers that are behind");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** True when it follows from the events, and so can be put right. */
        public boolean isMendable() {
            return this == MISSING_ROW || this == STRAY_ROW || this == SEQUENCE;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
