package dev.souk.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A souk command in a process of its own, as the launcher starts it, to be killed. */
final class CrashProcess {
    private CrashProcess() {}

    /** A relay that listens, or will. */
    record Relay(Process process, int port) {
        URI socket() {
            return URI.create("ws://127.0.0.1:" + port + "/");
        }

        URI http(String target) {
            return URI.create("http://127.0.0.1:" + port + target);
        }
    }

    /** A relay over {@code folder/name}, on a port of its own; it writes to {@code folder/log}. */
    static Relay relay(Path folder, String name) throws IOException {
        int port = freePort();
        String data = folder.resolve(name).toString();
        return new Relay(start(folder, "relay", "--data", data, "--port", Integer.toString(port)), port);
    }

    /** The same, with no more open files than that. */
    static Relay relay(Path folder, String name, int maxFiles) throws IOException {
        int port = freePort();
        String data = folder.resolve(name).toString();
        List<String> bounded = List.of("sh", "-c", "ulimit -n " + maxFiles + " && exec \"$@\"", "sh");
        return new Relay(start(folder, bounded, "relay", "--data", data, "--port", Integer.toString(port)), port);
    }

    static Process start(Path folder, String... arguments) throws IOException {
        return start(folder, List.of(), arguments);
    }

    private static Process start(Path folder, List<String> before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                // It is killed before C2 would have paid.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Souk.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("SOUK_MONITORING_ENABLED", "false");
        return builder.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
