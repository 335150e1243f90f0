package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import dev.souk.protocol.RelayUrl;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Verification;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether a request comes from who it says (NIP-98): an event in its {@code Authorization} header names this relay, this
 * method and this body, was made now, is signed, and was not used before. Of the tags that count each must be there once.
 * Thread-safe. The signature, which costs most, is checked last, and only for keys that may call.
 */
final class HttpAuth {
    /** How far {@code created_at} may lie from now. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    private static final int KIND = 27_235;
    private static final String SCHEME = "nostr ";
    private static final String METHOD = "POST";

    private final Supplier<Set<RelayUrl>> urls;
    private final Predicate<Bytes32> mayCall;
    private final EventVerifier verifier;
    private final UsedProofs used;
    private final InstantSource clock;

    /** What a request proves. */
    sealed interface Outcome {
        /** It comes from this key. */
        record Proven(Bytes32 pubkey) implements Outcome {}

        /** Nothing. */
        record Refused(String why) implements Outcome {}
    }

    /**
     * @param urls what clients call this relay; none: as each client called it, whatever the scheme
     * @param mayCall whose proofs are looked at
     */
    HttpAuth(
            Supplier<Set<RelayUrl>> urls,
            Predicate<Bytes32> mayCall,
            EventVerifier verifier,
            UsedProofs used,
            InstantSource clock) {
        this.urls = urls;
        this.mayCall = mayCall;
        this.verifier = verifier;
        this.used = used;
        this.clock = clock;
    }

    /** Reads what clients call this relay. */
    static Set<RelayUrl> urls(List<String> relayUrls) {
        return relayUrls.stream()
                .map(RelayUrl::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Judges a request, and uses its proof up if it is good. */
    Outcome judge(ManagementRequest request) {
        try {
            Event proof = proof(request.authorization());
            return refusal(proof, request)
                    .<Outcome>map(Outcome.Refused::new)
                    .orElseGet(() -> new Outcome.Proven(proof.pubkey()));
        } catch (MalformedException e) {
            return new Outcome.Refused("the Authorization header holds no event: " + e.getMessage());
        }
    }

    private static Event proof(List<String> authorization) {
        if (authorization.size() != 1) {
            throw new MalformedException("there are " + authorization.size() + " such headers, one is needed");
        }
        String value = authorization.getFirst().strip();
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new MalformedException("its scheme must be Nostr");
        }
        try {
            return EventReader.read(
                    Base64.getDecoder().decode(value.substring(SCHEME.length()).strip()));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not base64", e);
        }
    }

    private Optional<String> refusal(Event proof, ManagementRequest request) {
        long now = clock.instant().getEpochSecond();
        if (proof.kind() != KIND) {
            return Optional.of("the event is not of kind " + KIND);
        }
        if (Math.abs(now - proof.createdAt()) > WINDOW.toSeconds()) {
            return Optional.of("created_at is more than " + WINDOW.toSeconds() + " seconds from now");
        }
        if (!isTagged(proof, "u", url -> isHere(url, request.host()))) {
            return Optional.of("the u tag does not name this relay");
        }
        if (!isTagged(proof, "method", METHOD::equalsIgnoreCase)) {
            return Optional.of("the method tag is not " + METHOD);
        }
        if (!isTagged(proof, "payload", hashOf(request.body())::equalsIgnoreCase)) {
            return Optional.of("the payload tag is not the SHA-256 of the body");
        }
        if (!mayCall.test(proof.pubkey())) {
            return Optional.of("this key manages nothing here");
        }
        if (verifier.verify(proof) != Verification.VALID) {
            return Optional.of("the id or the signature of the event is wrong");
        }
        return reuse(proof, now);
    }

    private Optional<String> reuse(Event proof, long now) {
        // Not the id: two equal calls in one second have the same, but whoever signs twice makes two signatures.
        return switch (used.use(proof.sig().s(), proof.createdAt() + WINDOW.toSeconds(), now)) {
            case FIRST -> Optional.empty();
            case AGAIN -> Optional.of("this event was used before");
            case FULL -> Optional.of("too many calls in a short time; try again in a minute");
        };
    }

    private static boolean isTagged(Event proof, String name, Predicate<String> condition) {
        List<Tag> tags =
                proof.tags().stream().filter(tag -> tag.name().equals(name)).toList();
        return tags.size() == 1 && tags.getFirst().value().filter(condition).isPresent();
    }

    /** Schemes differ between the page that asks and the socket; and behind a proxy, between it and the relay. */
    private boolean isHere(String value, Optional<String> host) {
        Optional<RelayUrl> named = RelayUrl.parse(value);
        Set<RelayUrl> ours = urls.get();
        if (!ours.isEmpty()) {
            return named.filter(ours::contains).isPresent();
        }
        return named.flatMap(url ->
                        host.flatMap(called -> RelayUrl.parse((url.isSecure() ? "wss://" : "ws://") + called)
                                .filter(url::equals)))
                .isPresent();
    }

    private static String hashOf(byte[] body) {
        return Hex.of(Sha256.digest().digest(body));
    }
}
