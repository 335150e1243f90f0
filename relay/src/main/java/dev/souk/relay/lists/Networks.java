package dev.souk.relay.lists;

import dev.souk.relay.moderation.Network;
import java.util.List;
import java.util.Set;

/** Some addresses and ranges. Immutable; a look costs one into a hash table for each length of prefix that is in use. */
public final class Networks {
    private final Set<Network> networks;
    private final int[] lengths;

    Networks(List<Network> listed) {
        networks = Set.copyOf(listed);
        lengths = networks.stream().mapToInt(Network::bits).distinct().sorted().toArray();
    }

    /** True when {@code address} lies in one of them; what is no address does not. */
    public boolean contains(String address) {
        return lengths.length > 0
                && Network.address(address).filter(this::contains).isPresent();
    }

    private boolean contains(Network address) {
        for (int length : lengths) {
            if (networks.contains(address.widenedTo(length))) {
                return true;
            }
        }
        return false;
    }
}
