package dev.souk.relay.lists;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.ListsConfig;
import dev.souk.relay.moderation.Network;
import dev.souk.relay.policy.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whom no limit holds for: operators, the keys in {@code trusted-pubkeys.txt}, and who connects from an exempt address;
 * other relays that are mirrored, as far as they are asked about here. Thread-safe.
 */
public final class Exempt {
    /** Addresses that are not parsed again for each of their events. */
    private static final int MAX_KNOWN = 10_000;

    private final Lists lists;
    private final Supplier<ListsConfig> settings;
    private final Supplier<Set<Bytes32>> operators;
    private volatile Addresses addresses = new Addresses(List.of());

    /** The addresses of one configuration, parsed once, and what was found out of those that were asked about lately. */
    private record Addresses(List<String> texts, Networks networks, Cache<String, Boolean> known) {
        private Addresses(List<String> texts) {
            this(
                    texts,
                    new Networks(texts.stream()
                            .map(Network::parse)
                            .flatMap(Optional::stream)
                            .toList()),
                    Caffeine.newBuilder()
                            .maximumSize(MAX_KNOWN)
                            .executor(Runnable::run)
                            .build());
        }

        private boolean contain(String address) {
            return known.get(address, networks::contains);
        }
    }

    public Exempt(Lists lists, Supplier<ListsConfig> settings, Supplier<Set<Bytes32>> operators) {
        this.lists = lists;
        this.settings = settings;
        this.operators = operators;
    }

    /** True when no limit holds for what this caller does, whoever he does it for. */
    public boolean holdsFor(Caller caller) {
        return switch (caller) {
            case Caller.Inside inside -> true;
            case Caller.Peer peer -> true;
            case Caller.Client client -> trustsAny(client.pubkeys()) || holdsFor(client.address());
        };
    }

    /** A loop, as this is asked for every event, and mostly of nobody. */
    private boolean trustsAny(Set<Bytes32> pubkeys) {
        for (Bytes32 pubkey : pubkeys) {
            if (trusts(pubkey)) {
                return true;
            }
        }
        return false;
    }

    /** True for an address that is exempt. */
    public boolean holdsFor(String address) {
        List<String> texts = settings.get().exemptAddresses();
        Addresses known = addresses;
        if (!known.texts().equals(texts)) {
            known = new Addresses(texts);
            addresses = known;
        }
        return known.contain(address);
    }

    /** True for an operator, and for a key that is listed as trusted. */
    public boolean trusts(Bytes32 pubkey) {
        return operators.get().contains(pubkey)
                || lists.trustedPubkeys().filter(keys -> keys.contains(pubkey)).isPresent();
    }
}
