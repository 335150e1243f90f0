package dev.souk.marketplace.status;

import java.util.Locale;

/** How far zap receipts are checked. */
public enum ZapTrust {
    /** By what the receipt itself holds: money is claimed, never verified. */
    LOCAL,
    /** Also against the key that the recipient's lightning address names. */
    LNURL;

    /** As it stands in documents. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
