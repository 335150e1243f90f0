package dev.souk.marketplace.bolt11;

import java.util.Optional;

/** The networks that invoices are made for, by their prefix. */
public enum Network {
    /** The one whose coins are money. */
    MAINNET("bc"),
    TESTNET("tb"),
    SIGNET("tbs"),
    REGTEST("bcrt");

    private final String prefix;

    Network(String prefix) {
        this.prefix = prefix;
    }

    /** As it stands in invoices, behind {@code ln}. */
    public String prefix() {
        return prefix;
    }

    static Optional<Network> of(String prefix) {
        for (Network network : values()) {
            if (network.prefix.equals(prefix)) {
                return Optional.of(network);
            }
        }
        return Optional.empty();
    }
}
