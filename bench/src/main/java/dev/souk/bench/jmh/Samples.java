package dev.souk.bench.jmh;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Signed notes of about 630 bytes by a thousand authors. */
final class Samples {
    private static final int AUTHORS = 1_000;
    private static final List<SecretKey> KEYS = IntStream.range(1, AUTHORS + 1)
            .mapToObj(i -> SecretKey.of(ByteBuffer.allocate(32).putInt(28, i).array()))
            .toList();

    private Samples() {}

    static SecretKey author(int number) {
        return KEYS.get(number % AUTHORS);
    }

    /** Notes from number {@code first} on. */
    static List<Event> notes(int first, int count) {
        return IntStream.range(first, first + count)
                .parallel()
                .mapToObj(i -> author(i * 31)
                        .sign(new Draft(
                                1_700_000_000L + i,
                                1,
                                List.of(
                                        Tag.of("p", author(i).publicKey().hex()),
                                        Tag.of("t", "tag" + i % 200),
                                        Tag.of("client", "souk")),
                                "note " + i + " " + "some words, ünïcode 🚀 too. ".repeat(7))))
                .toList();
    }

    static byte[] message(Event event) {
        return ("[\"EVENT\"," + new String(event.json(), StandardCharsets.UTF_8) + "]")
                .getBytes(StandardCharsets.UTF_8);
    }
}
