package dev.souk.marketplace.fact;

/** Which wallets are asked for the keys that sign their receipts, and so how far a payment can be proven here. */
public enum ZapTrust {
    /** None: a receipt is judged by what it holds, and money is claimed; what wallets have verified before stays so. */
    LOCAL,
    /** Those on the hosts that the operator lists. */
    ALLOW_LIST,
    /** Any on the public Internet. */
    ANY;

    /** Whether a payment can get verified at all. */
    public boolean verifies() {
        return this != LOCAL;
    }

    /** As it stands in documents, which do not tell whom the operator lists. */
    public String wire() {
        return verifies() ? "lnurl" : "local";
    }
}
