package dev.souk.relay;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that can misbehave: bytes as they are, over a socket without a library in between. */
final class RawSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** What came over the wire: the first byte, and the payload. */
    record Frame(int head, byte[] payload) {
        int opcode() {
            return head & 15;
        }

        boolean isCompressed() {
            return (head & 0x40) != 0;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The status of a close frame. */
        int status() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private RawSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A connection that has said nothing yet. */
    static RawSocket open(RelayFixture relay) {
        try {
            return new RawSocket(relay.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A WebSocket, with these header lines besides the necessary ones. */
    static RawSocket webSocket(RelayFixture relay, String... headers) {
        RawSocket raw = open(relay);
        String answer = raw.handshake(headers);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("no WebSocket: " + answer);
        }
        return raw;
    }

    /** Asks for a WebSocket, and returns the head of the answer. */
    String handshake(String... headers) {
        StringBuilder request = new StringBuilder("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        send(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return readHead();
    }

    /** The head of an HTTP answer. */
    String readHead() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return head.toString();
                }
                head.append((char) next);
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the relay ends the connection, in whatever way. */
    void awaitEnd() {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (EOFException | SocketException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("it goes on for ever");
    }

    /** True when something has come that is not read yet. */
    boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many characters of an answer's body. */
    String readText(int length) {
        try {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything until the relay closes the connection, which it must. */
    String readAll() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes as they are. A relay that has closed already is no surprise here. */
    void send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            if (!(e instanceof SocketException)) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sends a text message in one frame. */
    void text(String text) {
        send(frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** One masked frame; {@code head} is its first byte. */
    static byte[] frame(int head, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) head);
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        byte[] mask = {1, 2, 3, 4};
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** The next frame, which must come, but for the challenge that every connection begins with. */
    Frame read() {
        Frame frame = readAny();
        return frame.text().startsWith("[\"AUTH\"") ? readAny() : frame;
    }

    private Frame readAny() {
        try {
            int head = in.readUnsignedByte();
            long length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            return new Frame(head, in.readNBytes((int) length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the relay closes the connection; the status of its close frame, or -1 when it sent none. */
    int readToTheEnd() {
        int status = -1;
        try {
            while (true) {
                Frame frame = read();
                if (frame.opcode() == CLOSE) {
                    status = frame.status();
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof EOFException || e.getCause() instanceof SocketException) {
                return status;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
