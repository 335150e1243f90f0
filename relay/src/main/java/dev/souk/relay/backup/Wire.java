package dev.souk.relay.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is said at the door: lines of UTF-8 over a Unix domain socket.
 *
 * <pre>
 * command                       relay
 * "checkpoint"       ->
 *                    <-         "ready FOLDER", or "refused WHY" and the end
 * "backed-up"        ->         once, if it was a backup that succeeded
 *                    <-         "noted"
 * end of connection  ->         deletes the checkpoint
 * </pre>
 */
final class Wire {
    static final String CHECKPOINT = "checkpoint";
    static final String READY = "ready ";
    static final String REFUSED = "refused ";
    static final String BACKED_UP = "backed-up";
    static final String NOTED = "noted";

    /** A path may be long. */
    private static final int MAX_LINE = 8_192;

    private Wire() {}

    /** Where the door is. */
    static UnixDomainSocketAddress address(Path folder) {
        return UnixDomainSocketAddress.of(folder.resolve("checkpoint.sock"));
    }

    static void write(SocketChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The next line; nothing when the other end is gone. */
    static Optional<String> read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one.clear()) == 1) {
            if (one.get(0) == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(one.get(0));
            if (line.size() > MAX_LINE) {
                throw new IOException("a line of more than " + MAX_LINE + " bytes");
            }
        }
        return Optional.empty();
    }
}
