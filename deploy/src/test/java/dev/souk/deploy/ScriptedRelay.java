package dev.souk.deploy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A relay that says what a test wants, one entry of the script for each message that comes, whatever it is. One client. */
final class ScriptedRelay implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Thread thread;

    private ScriptedRelay(List<String> script) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = new Thread(() -> serve(script), "scripted-relay");
    }

    /** @param script for each message of the client the lines to answer with */
    static ScriptedRelay answering(String... script) throws IOException {
        ScriptedRelay relay = new ScriptedRelay(List.of(script));
        relay.thread.start();
        return relay;
    }

    String url() {
        return "ws://127.0.0.1:" + server.getLocalPort();
    }

    private void serve(List<String> script) {
        try (Socket client = server.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            shakeHands(in, out);
            for (String answers : script) {
                readFrame(in);
                for (String answer : answers.lines().toList()) {
                    out.write(frame(answer.getBytes(StandardCharsets.UTF_8)));
                    out.flush();
                }
            }
            while (in.read() >= 0) {
                // Until the client goes.
            }
        } catch (IOException gone) {
            // The client has seen enough.
        }
    }

    private static void shakeHands(DataInputStream in, OutputStream out) throws IOException {
        String key = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            key = line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)
                    ? line.substring(18).strip()
                    : key;
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads past one masked frame. */
    private static void readFrame(DataInputStream in) throws IOException {
        in.readByte();
        int length = in.readByte() & 0x7F;
        long size = switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> length;
        };
        in.skipNBytes(4 + size);
    }

    private static byte[] frame(byte[] text) {
        ByteBuffer frame = ByteBuffer.allocate(text.length + 4).put((byte) 0x81);
        if (text.length < 126) {
            frame.put((byte) text.length);
        } else {
            frame.put((byte) 126).putShort((short) text.length);
        }
        frame.put(text);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
