package dev.souk.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What other relays may turn out to be: bytes as they are, one client after the other, each served by the same script. */
final class FalseRelay implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Script script;
    private final Thread thread;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger visits = new AtomicInteger();

    /** What happens on a connection; when it returns, the connection is closed. */
    interface Script {
        void play(Wire wire) throws IOException;
    }

    private FalseRelay(Script script) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        this.thread = new Thread(this::serve, "false-relay");
    }

    /** One that does this before any handshake. */
    static FalseRelay raw(Script script) {
        FalseRelay relay = new FalseRelay(script);
        relay.thread.start();
        return relay;
    }

    /** One that does this behind the handshake. */
    static FalseRelay playing(Script script) {
        return raw(wire -> {
            wire.shakeHands();
            script.play(wire);
        });
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    /** How often it was called. */
    int visits() {
        return visits.get();
    }

    /** All that was said to it. */
    List<String> heard() {
        return heard;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setTcpNoDelay(true);
                visits.incrementAndGet();
                script.play(new Wire(client));
            } catch (IOException gone) {
                // The client has seen enough.
            }
        }
    }

    /** One connection. */
    final class Wire {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        private Wire(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Reads the head of a request. Returns the key in it. */
        String readHead() throws IOException {
            String key = "";
            for (String line = line(); !line.isEmpty(); line = line()) {
                key = line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)
                        ? line.substring(18).strip()
                        : key;
            }
            return key;
        }

        /** Answers a handshake. */
        void shakeHands() throws IOException {
            write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(readHead()) + "\r\n\r\n");
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        /** The next text message; pings are answered on the way. */
        String read() throws IOException {
            while (true) {
                int opcode = in.readUnsignedByte() & 15;
                int length = in.readUnsignedByte() & 0x7F;
                long size = switch (length) {
                    case 126 -> in.readUnsignedShort();
                    case 127 -> in.readLong();
                    default -> length;
                };
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes((int) size);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i & 3];
                }
                if (opcode == 9) {
                    write(new byte[] {(byte) 0x8A, 0});
                } else if (opcode == 1) {
                    String text = new String(payload, StandardCharsets.UTF_8);
                    heard.add(text);
                    return text;
                }
            }
        }

        /** Waits until something is said that begins so. */
        String readUntil(String beginning) throws IOException {
            String text = read();
            while (!text.startsWith(beginning)) {
                text = read();
            }
            return text;
        }

        /** Says something. */
        void say(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(utf8.length + 10).put((byte) 0x81);
            if (utf8.length < 126) {
                frame.put((byte) utf8.length);
            } else if (utf8.length <= 0xFFFF) {
                frame.put((byte) 126).putShort((short) utf8.length);
            } else {
                frame.put((byte) 127).putLong(utf8.length);
            }
            frame.put(utf8);
            out.write(frame.array(), 0, frame.position());
            out.flush();
        }

        /** Writes this as it is. */
        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /** Writes these bytes. */
        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** The next bytes. */
        byte[] bytes(int count) throws IOException {
            return in.readNBytes(count);
        }

        /** Listens until nothing has been said for so long. */
        void listen(Duration silence) throws IOException {
            socket.setSoTimeout((int) silence.toMillis());
            try {
                awaitEnd();
            } catch (SocketTimeoutException silent) {
                socket.setSoTimeout(0);
            }
        }

        /** Listens until the client goes. */
        void awaitEnd() throws IOException {
            while (true) {
                read();
            }
        }

        /** Reads bytes that may be anything until the client goes. */
        void drain() throws IOException {
            while (in.read() >= 0) {
                // Whatever it says.
            }
        }
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
