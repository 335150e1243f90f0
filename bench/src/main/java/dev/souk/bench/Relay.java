package dev.souk.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running relay, in a process of its own. Closing stops it when the harness has started it. */
final class Relay implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STOP_SECONDS = 60;

    /** How a JVM ends that was asked to. */
    private static final int SIGTERM = 143;

    private static final String HANDSHAKE = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\n\r\n";

    private final Optional<Process> process;
    private final URI uri;
    private final ProcessFigures figures;
    private final double startSeconds;

    private Relay(Optional<Process> process, URI uri, ProcessFigures figures, double startSeconds) {
        this.process = process;
        this.uri = uri;
        this.figures = figures;
        this.startSeconds = startSeconds;
    }

    static Relay attach(URI uri, long pid) {
        return new Relay(Optional.empty(), uri, new ProcessFigures(pid), 0);
    }

    /** Starts it and waits until it answers a WebSocket handshake. */
    static Relay start(String command, int port, Path data, Path log) throws IOException, InterruptedException {
        Files.createDirectories(data);
        URI uri = URI.create("ws://127.0.0.1:" + port + "/");
        if (answers(uri)) {
            throw new IOException("something else answers on port " + port);
        }
        long start = System.nanoTime();
        Process process = Commands.of(command, port, data, data)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        while (!answers(uri)) {
            if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IOException("the relay did not start, see " + log + ": " + command);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Relay(Optional.of(process), uri, new ProcessFigures(process.pid()), seconds);
    }

    private static boolean answers(URI uri) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 200);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes(12);
            return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 101");
        } catch (IOException e) {
            return false;
        }
    }

    /** What the relay says it is and of which version (NIP-11); empty when it does not say. */
    String software() {
        String document = info();
        return (field(document, "software") + " " + field(document, "version")).strip();
    }

    /** A text in what the relay says of itself; empty when it is not there. */
    String infoField(String name) {
        return field(info(), name);
    }

    private String info() {
        URI page = URI.create("http" + uri.toString().substring("ws".length()));
        HttpRequest request = HttpRequest.newBuilder(page)
                .header("Accept", "application/nostr+json")
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String field(String document, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(document);
        return matcher.find() ? matcher.group(1) : "";
    }

    URI uri() {
        return uri;
    }

    ProcessFigures figures() {
        return figures;
    }

    /** From the start of the process to the first answered handshake. */
    double startSeconds() {
        return startSeconds;
    }

    /** True when it has ended by itself after it was asked to; of one that the harness did not start nothing is known. */
    boolean hasStoppedWell() {
        return process.map(ended -> !ended.isAlive() && (ended.exitValue() == 0 || ended.exitValue() == SIGTERM))
                .orElse(true);
    }

    /** Asks it to stop (SIGTERM), and waits. */
    @Override
    public void close() {
        process.ifPresent(Relay::stop);
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
