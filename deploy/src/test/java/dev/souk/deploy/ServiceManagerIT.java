package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service manager hears what systemd would; python plays it, as the JDK has no such socket. */
@Timeout(180)
class ServiceManagerIT {
    private static final String LISTENER = """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + name[1:] if name.startswith('@') else name)
            print('listening', flush=True)
            while True:
                print(s.recv(4096).decode().replace('\\n', '|'), flush=True)
            """;

    @TempDir
    private Path folder = Path.of("");

    private final AtomicReference<ServiceManager.Vitals> vitals =
            new AtomicReference<>(new ServiceManager.Vitals(Optional.empty(), false));

    private static Process listen(String name) throws IOException {
        try {
            return new ProcessBuilder("python3", "-c", LISTENER, name).start();
        } catch (IOException e) {
            Assumptions.abort("there is no python3 here");
            throw e;
        }
    }

    private ServiceManager.Vitals now() {
        return Objects.requireNonNull(vitals.get());
    }

    private static String until(BufferedReader heard, String wanted) throws IOException {
        String line = heard.readLine();
        while (line != null && !line.equals(wanted)) {
            line = heard.readLine();
        }
        return String.valueOf(line);
    }

    @ParameterizedTest(name = "an abstract socket: {0}")
    @ValueSource(booleans = {false, true})
    void hearsOfTheStartOfLifeAndOfTheStop(boolean isAbstract) throws IOException {
        String name = isAbstract
                ? "@souk-test-" + ProcessHandle.current().pid()
                : folder.resolve("notify").toString();
        Process listener = listen(name);
        try (BufferedReader heard = listener.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("listening", heard.readLine());
            ServiceManager manager =
                    ServiceManager.tell(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "300000"), this::now);
            assertEquals("READY=1|STATUS=serving", heard.readLine());
            assertEquals("WATCHDOG=1|STATUS=serving", heard.readLine());
            vitals.set(new ServiceManager.Vitals(Optional.of("the disk is full"), false));
            assertEquals("WATCHDOG=1|STATUS=the disk is full", until(heard, "WATCHDOG=1|STATUS=the disk is full"));
            vitals.set(new ServiceManager.Vitals(Optional.of("stuck"), true));
            assertEquals("STATUS=stuck", until(heard, "STATUS=stuck"));
            assertEquals("STATUS=stuck", heard.readLine());
            manager.stopping();
            assertTrue(until(heard, "STOPPING=1|STATUS=finishing what is under way")
                    .startsWith("STOPPING=1"));
            manager.close();
        } finally {
            listener.destroy();
        }
    }

    @Test
    void withoutOneNothingIsToldAndNothingIsMissed() {
        try (ServiceManager manager = ServiceManager.tell(Map.of(), this::now)) {
            manager.stopping();
            assertFalse(now().isDead());
        }
    }
}
