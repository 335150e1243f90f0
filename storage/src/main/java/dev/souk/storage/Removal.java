package dev.souk.storage;

/** Why an event left the store. The codes are stored: never renumber. */
public enum Removal {
    /** A newer version took its address. */
    REPLACED(1),
    /** Its author asked for it (NIP-09). */
    DELETED(2),
    /** Its expiration passed (NIP-40). */
    EXPIRED(3),
    /** Its author asked to vanish (NIP-62). */
    VANISHED(4),
    /** The operator removed it. */
    MODERATED(5),
    /** It was kept as long as the operator keeps events like it. */
    RETIRED(6);

    private final int code;

    Removal(int code) {
        this.code = code;
    }

    /** The stored form. */
    public int code() {
        return code;
    }

    /** The removal of this stored form. */
    public static Removal ofCode(int code) {
        for (Removal removal : values()) {
            if (removal.code == code) {
                return removal;
            }
        }
        throw new StorageException("no removal has code " + code);
    }
}
