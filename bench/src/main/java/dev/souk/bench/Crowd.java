package dev.souk.bench;

import static java.util.stream.Collectors.toMap;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Signature;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.Schnorr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The people of a corpus, who write the more the lower their number (Zipf, 0.9). They sign without randomness, which
 * BIP-340 allows, so that a corpus is the same to the byte each time. Signing is thread-safe; {@link #draw} is owned by
 * one thread.
 */
final class Crowd {
    private static final byte[] NO_RANDOMNESS = new byte[32];

    private record Person(byte[] secret, Bytes32 publicKey, String hex) {}

    private final Schnorr schnorr = Schnorr.best();
    private final List<Person> people;
    private final Map<Bytes32, Integer> numbers;
    private final Zipf zipf;

    Crowd(long seed, int size, Random random) {
        this.people = IntStream.range(0, size)
                .parallel()
                .mapToObj(number -> person(seed, number))
                .toList();
        this.numbers = IntStream.range(0, size)
                .boxed()
                .collect(toMap(number -> people.get(number).publicKey(), number -> number));
        this.zipf = new Zipf(size, 0.9, random);
    }

    /** A secret key below the group's order for any seed: its first half is zero. */
    private Person person(long seed, int number) {
        byte[] secret =
                ByteBuffer.allocate(32).putLong(16, seed).putInt(28, number + 1).array();
        Bytes32 publicKey = Bytes32.of(schnorr.publicKey(secret));
        return new Person(secret, publicKey, publicKey.hex());
    }

    /** The number of somebody. */
    int draw() {
        return zipf.next();
    }

    String pubkey(int person) {
        return people.get(person).hex();
    }

    /** Whose key that is. */
    int personOf(Bytes32 publicKey) {
        return Optional.ofNullable(numbers.get(publicKey)).orElseThrow();
    }

    /** The id that the person's event will have. */
    Bytes32 id(int person, Draft draft) {
        return Event.computeId(
                people.get(person).publicKey(), draft.createdAt(), draft.kind(), draft.tags(), draft.content());
    }

    Event sign(int person, Bytes32 id, Draft draft) {
        byte[] signature = schnorr.sign(id.toBytes(), people.get(person).secret(), NO_RANDOMNESS);
        return new Event(
                id,
                people.get(person).publicKey(),
                draft.createdAt(),
                draft.kind(),
                draft.tags(),
                draft.content(),
                Signature.of(signature));
    }

    String signedJson(int person, Draft draft) {
        return new String(sign(person, id(person, draft), draft).json(), StandardCharsets.UTF_8);
    }
}
