package dev.souk.relay.moderation;

import dev.souk.storage.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Addresses and ranges that may not connect. Thread-safe; asked for every connection, at the cost of a look into a hash
 * table for each length of prefix that is in use.
 */
public final class BlockedAddresses {
    private final ReasonList<Network> networks;

    /** The lengths of all prefixes that are blocked; replaced as a whole, under the lock. */
    private volatile int[] lengths = {};

    BlockedAddresses(Table table, IntSupplier max) {
        this.networks = new ReasonList<>(table, Rows.NETWORKS, max);
        measure();
    }

    /** True when this address is blocked; what is none is not. */
    public boolean contains(String address) {
        int[] all = lengths;
        return all.length > 0
                && Network.address(address).filter(one -> isBlocked(one, all)).isPresent();
    }

    private boolean isBlocked(Network address, int[] all) {
        for (int length : all) {
            if (networks.contains(address.widenedTo(length))) {
                return true;
            }
        }
        return false;
    }

    /** Blocks it; open connections are for the caller to close. */
    public synchronized void block(Network network, String reason) {
        networks.put(network, reason);
        measure();
    }

    public synchronized void unblock(Network network) {
        networks.remove(network);
        measure();
    }

    private void measure() {
        lengths = networks.keys().stream()
                .mapToInt(Network::bits)
                .distinct()
                .sorted()
                .toArray();
    }

    /** At most {@code count} of them, those behind {@code after}. */
    public List<ReasonList.Entry<Network>> page(Optional<Network> after, int count) {
        return networks.page(after, count);
    }
}
