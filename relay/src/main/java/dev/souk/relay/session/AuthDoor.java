package dev.souk.relay.session;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayUrl;
import dev.souk.protocol.Tag;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a proof of who a client is must say (NIP-42): this challenge, this relay, now. Whether the signature is right is
 * checked elsewhere. Thread-safe.
 */
public final class AuthDoor {
    private static final int KIND = 22_242;
    private static final int CHALLENGE_BYTES = 16;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Supplier<AuthConfig> config;
    private final Supplier<Set<String>> hosts;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public AuthDoor(RunningConfig config, InstantSource clock) {
        this.config = config.part(RelayConfig::auth);
        this.hosts = config.made(all -> all.auth().relayUrls(), AuthDoor::hosts);
        this.clock = clock;
    }

    private static Set<String> hosts(List<String> relayUrls) {
        return relayUrls.stream()
                .map(RelayUrl::parse)
                .flatMap(Optional::stream)
                .map(RelayUrl::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    AuthConfig.Mode mode() {
        return config.get().mode();
    }

    /** A challenge that nobody can foresee. */
    String newChallenge() {
        byte[] bytes = new byte[CHALLENGE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Why {@code proof} proves nothing, its signature aside.
     *
     * @param calledHost the host that the client named when it connected
     */
    Optional<Reason> refusal(Event proof, String challenge, Optional<String> calledHost) {
        if (proof.kind() != KIND) {
            return invalid("AUTH needs an event of kind " + KIND);
        }
        long age = clock.instant().getEpochSecond() - proof.createdAt();
        if (Math.abs(age) > WINDOW.toSeconds()) {
            return invalid("created_at is more than " + WINDOW.toMinutes() + " minutes from now");
        }
        if (!values(proof, "challenge").equals(List.of(challenge))) {
            return invalid("the challenge is not the one that this connection was given");
        }
        boolean isForUs = values(proof, "relay").stream()
                .map(RelayUrl::parse)
                .flatMap(Optional::stream)
                .anyMatch(url -> isOurs(url.host(), calledHost));
        return isForUs ? Optional.empty() : invalid("the relay tag names another relay");
    }

    /** Ports, paths and schemes differ behind proxies; the host is what a client means. */
    private boolean isOurs(String host, Optional<String> calledHost) {
        Set<String> ours = hosts.get();
        return ours.isEmpty() ? calledHost.equals(Optional.of(host)) : ours.contains(host);
    }

    private static List<String> values(Event event, String name) {
        return event.tags().stream()
                .filter(tag -> tag.name().equals(name))
                .map(Tag::value)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Reason> invalid(String text) {
        return Optional.of(Reason.invalid(text));
    }
}
