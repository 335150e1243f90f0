package dev.souk.protocol.negentropy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Hex;
import dev.souk.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Says what the reference implementation says, byte for byte: {@code negentropy-conversations.txt} tells how it was made. */
class ConversationsTest {
    private static final int NO_LIMIT = 1 << 24;

    /** One conversation of the file. */
    record Conversation(String title, List<String> lines) {
        String line(String mark) {
            return lines.stream()
                    .filter(line -> line.startsWith(mark))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> messages() {
            return lines.stream()
                    .filter(line -> line.startsWith("> ") || line.startsWith("< "))
                    .toList();
        }

        ItemArray set(int lacks) {
            int[] numbers = Stream.of(title.split(" "))
                    .skip(1)
                    .mapToInt(Integer::parseInt)
                    .toArray();
            ItemArray.Builder set = new ItemArray.Builder();
            for (int i = 0; i < numbers[0]; i++) {
                if (numbers[lacks] == 0 || i % numbers[lacks] != 0) {
                    set.add(1_700_000_000L + i * 7919L % numbers[1], hash("item " + i));
                }
            }
            return set.build();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static List<Conversation> conversations() {
        List<Conversation> all = new ArrayList<>();
        for (String line : text("/negentropy-conversations.txt").lines().toList()) {
            if (line.startsWith("conversation")) {
                all.add(new Conversation(line, new ArrayList<>()));
            } else if (!line.startsWith("#")) {
                all.getLast().lines().add(line);
            }
        }
        return all;
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(ConversationsTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes32 hash(String text) {
        return Bytes32.of(Sha256.digest().digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void saysTheSame(Conversation expected) {
        SortedSet<String> have = new TreeSet<>();
        SortedSet<String> need = new TreeSet<>();
        Reconciler client = Reconciler.client(expected.set(2), NO_LIMIT, collecting(have, need));
        Reconciler server = Reconciler.server(expected.set(3), NO_LIMIT);
        List<String> said = new ArrayList<>();
        for (var next = java.util.Optional.of(client.first()); next.isPresent(); ) {
            said.add("> " + Hex.of(next.get()));
            byte[] answer = answer(server, next.get());
            said.add("< " + Hex.of(answer));
            next = client.next(answer);
        }
        assertEquals(expected.messages(), said);
        assertEquals(expected.line("have "), "have " + digest(have));
        assertEquals(expected.line("need "), "need " + digest(need));
    }

    private static byte[] answer(Reconciler server, byte[] message) {
        Answer answer = server.answer(message);
        while (answer.advance()) {
            // Until the last range.
        }
        return answer.message();
    }

    private static Differences collecting(SortedSet<String> have, SortedSet<String> need) {
        return new Differences() {
            @Override
            public void have(Bound item) {
                have.add(item.id().hex());
            }

            @Override
            public void need(Bytes32 id) {
                need.add(id.hex());
            }
        };
    }

    private static String digest(SortedSet<String> ids) {
        return ids.size() + " "
                + hash(ids.stream().collect(Collectors.joining("\n"))).hex();
    }
}
