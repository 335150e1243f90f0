package dev.souk.relay.read;

import dev.souk.protocol.Bytes32;

/** Who has a budget. */
sealed interface Payer {
    /** As which it pays. */
    Tier tier();

    /** As it is told. */
    String spoken();

    /** One connection. */
    record OfConnection(Tier tier, long number) implements Payer {
        @Override
        public String spoken() {
            return "one connection";
        }
    }

    /** All connections of one tier from one address. */
    record OfAddress(Tier tier, String subnet) implements Payer {
        @Override
        public String spoken() {
            return "one address";
        }
    }

    /** All connections that have proved one key. */
    record OfKey(Tier tier, Bytes32 pubkey) implements Payer {
        @Override
        public String spoken() {
            return "one key";
        }
    }
}
