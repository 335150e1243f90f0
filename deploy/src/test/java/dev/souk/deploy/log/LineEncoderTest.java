package dev.souk.deploy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineEncoderTest {
    private static final Instant MORNING = Instant.parse("2026-01-02T03:04:05.006Z");

    private final LoggerContext context = new LoggerContext();
    private final LineEncoder encoder = new LineEncoder();

    @BeforeEach
    void start() {
        encoder.setContext(context);
        encoder.start();
    }

    private String line(String message) {
        return line(message, MORNING);
    }

    private String line(String message, Instant at) {
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("dev.souk.relay.Relay"), Level.INFO, message, null, null);
        event.setInstant(at);
        event.setThreadName("main");
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfTextHasAllKeysAndNoLineBreaks() {
        assertEquals(
                "time=2026-01-02T03:04:05.006Z level=INFO thread=main logger=Relay event=a why=\"b | c\"\n",
                line("event=a why=\"b\r\n  c\""));
    }

    @Test
    void aLineOfJsonHasTheSameKeys() {
        encoder.show(true, false);
        assertEquals(
                "{\"time\":\"2026-01-02T03:04:05.006Z\",\"level\":\"INFO\",\"thread\":\"main\",\"logger\":\"Relay\","
                        + "\"event\":\"a\",\"connection\":\"3\",\"why\":\"b \\\\ c\"}\n",
                line("event=a connection=3 why=\"b \\ c\""));
    }

    @Test
    void whatIsNoPairStandsInAMessage() {
        encoder.show(true, false);
        assertTrue(line("Something else").endsWith("\"logger\":\"Relay\",\"message\":\"Something else\"}\n"));
        assertTrue(line("event=a level=x b").endsWith("\"event\":\"a\",\"message\":\"level=x b\"}\n"));
    }

    @Test
    void addressesAreHashedByAKeyOfTheDay() {
        encoder.show(false, true);
        String one = line("event=a address=192.0.2.1 backlog=3");
        assertFalse(one.contains("192.0.2.1"), one);
        assertTrue(one.contains(" backlog=3\n"), one);
        assertEquals(one, line("event=a address=192.0.2.1 backlog=3"));
        assertEquals(one, line("event=a address=/192.0.2.1:4711 backlog=3"));
        assertNotEquals(one, line("event=a address=192.0.2.2 backlog=3"));
        String tomorrow = line("event=a address=192.0.2.1", MORNING.plus(Duration.ofDays(1)));
        assertFalse(tomorrow.contains(one.substring(one.indexOf("hash-"), one.indexOf(" backlog"))), tomorrow);
        assertTrue(line("event=a listening=192.0.2.1").contains("192.0.2.1"));
        assertEquals(line("event=a address=2001:db8::1"), line("event=a address=[2001:db8::1]:80"));
    }
}
