package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692): negotiated when it is offered, understood by every client, and no way in. */
class CompressionIT {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final int COMPRESSED_TEXT = 0xC1;

    private final RelayFixture relay = RelayFixture.withLimits(new TestLimits()
            .maxMessageBytes(200_000)
            .maxContentCharacters(150_000)
            .build());
    private final TestClient bystander = relay.connect();

    @AfterEach
    void theOthersAreUnaffected() {
        bystander.stored("{\"limit\":1}");
        relay.close();
    }

    private String negotiated(String offer) {
        try (RawSocket raw = RawSocket.open(relay)) {
            String answer = raw.handshake(offer);
            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            return answer.lines()
                    .filter(line -> line.regionMatches(true, 0, "sec-websocket-extensions: ", 0, 26))
                    .map(line -> line.substring(26))
                    .findFirst()
                    .orElse("");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OFFER,
                OFFER + "; client_max_window_bits",
                OFFER + "; client_max_window_bits=10; server_no_context_takeover",
                OFFER + "; server_max_window_bits=15",
                OFFER + "; client_max_window_bits=\"12\"",
                OFFER + "; unknown, permessage-deflate",
                "Sec-WebSocket-Extensions: x-other, permessage-deflate; client_no_context_takeover"
            })
    void agreesToAnOfferItCanMeet(String offer) {
        assertEquals(ANSWER, negotiated(offer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: here",
                "Sec-WebSocket-Extensions: x-other",
                OFFER + "; unknown=1",
                OFFER + "; server_max_window_bits=10",
                OFFER + "; client_max_window_bits=99"
            })
    void goesWithoutWhenItCannot(String offer) {
        assertEquals("", negotiated(offer));
    }

    @Test
    void goesWithoutWhenItIsTurnedOff() {
        try (RelayFixture plain = RelayFixture.start(
                        config -> config.withServer(config.server().compressing(false)));
                RawSocket raw = RawSocket.open(plain)) {
            assertFalse(raw.handshake(OFFER).contains("permessage-deflate"));
        }
    }

    @ParameterizedTest(name = "keeps its window: {0}")
    @ValueSource(booleans = {false, true})
    void isReadByAClientWhetherOrNotItKeepsItsWindow(boolean keepsWindow) throws DataFormatException {
        List<Event> events = List.of(
                note("short").build(),
                note("🚀 and \"quotes\" ".repeat(400)).tag("t", "x").build(),
                note("x".repeat(100_000)).build());
        events.forEach(bystander::accepted);
        Set<String> read = new HashSet<>();
        Inflater inflater = new Inflater(true);
        try (RawSocket raw = RawSocket.webSocket(relay, OFFER)) {
            raw.text("[\"REQ\",\"a \\\" quoted id\",{}]");
            for (int i = 0; i < events.size(); i++) {
                read.add(eventIn(raw.read(), inflater, keepsWindow));
            }
            assertTrue(raw.read().text().startsWith("[\"EOSE\",\"a \\\" quoted id\""));
            Event live = note("live").build();
            bystander.accepted(live);
            assertEquals(TestClient.json(live), eventIn(raw.read(), inflater, keepsWindow));
        }
        inflater.end();
        assertEquals(events.stream().map(TestClient::json).collect(Collectors.toSet()), read);
    }

    private static String eventIn(RawSocket.Frame frame, Inflater inflater, boolean keepsWindow)
            throws DataFormatException {
        assertTrue(frame.isCompressed());
        if (!keepsWindow) {
            inflater.reset();
        }
        String message = inflate(inflater, frame.payload());
        return message.substring("[\"EVENT\",\"a \\\" quoted id\",".length(), message.length() - 1);
    }

    @Test
    void readsCompressedMessages() {
        try (RawSocket raw = RawSocket.webSocket(relay, OFFER)) {
            for (int i = 0; i < 3; i++) {
                raw.send(RawSocket.frame(COMPRESSED_TEXT, deflate("[\"REQ\",\"q" + i + "\",{\"limit\":0}]")));
                assertTrue(raw.read().text().startsWith("[\"EOSE\",\"q" + i + "\""));
            }
        }
    }

    @Test
    void closesOnABombAndOnDamage() {
        try (RawSocket raw = RawSocket.webSocket(relay, OFFER)) {
            raw.send(RawSocket.frame(COMPRESSED_TEXT, deflate(" ".repeat(50_000_000))));
            assertEquals(1009, raw.readToTheEnd());
        }
        try (RawSocket raw = RawSocket.webSocket(relay, OFFER)) {
            raw.send(RawSocket.frame(COMPRESSED_TEXT, new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1, 2}));
            assertEquals(1009, raw.readToTheEnd());
        }
    }

    private static String inflate(Inflater inflater, byte[] payload) throws DataFormatException {
        byte[] input = Arrays.copyOf(payload, payload.length + 4);
        input[payload.length + 2] = (byte) 0xFF;
        input[payload.length + 3] = (byte) 0xFF;
        inflater.setInput(input);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[8_192];
        for (int read = inflater.inflate(piece); read > 0; read = inflater.inflate(piece)) {
            out.write(piece, 0, read);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] deflate(String text) {
        Deflater deflater = new Deflater(9, true);
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        deflater.setInput(input);
        byte[] output = new byte[input.length + 100];
        int size = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(output, size - 4);
    }
}
