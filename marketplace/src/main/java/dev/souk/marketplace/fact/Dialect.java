package dev.souk.marketplace.fact;

/** The eras of the job protocol, by how their events are recognised and read. The names are stored: never rename. */
public enum Dialect {
    /** The draft of 2023-07-03: 68001 with {@code input} and a bid in sats, 68002. */
    DRAFT("68001"),
    /** Its revisions of July 2023 on the same kinds: {@code i}, {@code exp}, msat, 68003. */
    REVISED("68001-revised"),
    /** The fork on 68000 and 68005, in which 68001 is a result. */
    FORK("68005"),
    /** Kinds 65000 to 65999 and 66000. */
    KINDS_65XXX("65xxx"),
    /** NIP-90: 5000-5999, 6000-6999, 7000. */
    NIP90("5xxx");

    private final String wire;

    Dialect(String wire) {
        this.wire = wire;
    }

    /** As it stands in documents and status events. */
    public String wire() {
        return wire;
    }
}
