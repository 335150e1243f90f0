package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.souk.deploy.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a command logs, and how, is what its configuration says. */
class LoggingIT {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void asBefore() {
        Logging.show(LogConfig.DEFAULT);
    }

    /** A line as it would be written after a command was run with this variable. */
    private String line(String variable, String value) {
        new Shell(folder).with(variable, value).run("retention", "--dry-run");
        LoggingEvent event = new LoggingEvent("", ROOT, Level.WARN, "event=a address=192.0.2.1", null, null);
        event.setThreadName("main");
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>) ROOT.getAppender("stderr");
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void linesThatAreLessGraveAreLeftOut() {
        line("SOUK_LOG_LEVEL", "error");
        assertEquals(Level.ERROR, ROOT.getLevel());
        assertFalse(LoggerFactory.getLogger(Parts.class).isWarnEnabled());
        line("SOUK_LOG_LEVEL", "debug");
        assertTrue(LoggerFactory.getLogger(Parts.class).isDebugEnabled());
    }

    @Test
    void aLineHasTheFormatThatIsSet() {
        assertTrue(line("SOUK_LOG_FORMAT", "text").startsWith("time="));
        assertTrue(line("SOUK_LOG_FORMAT", "json").startsWith("{\"time\":"));
    }

    @Test
    void addressesAreHashedIfThatIsSet() {
        assertTrue(line("SOUK_LOG_HASH_ADDRESSES", "false").contains("address=192.0.2.1"));
        assertFalse(line("SOUK_LOG_HASH_ADDRESSES", "true").contains("192.0.2.1"));
    }
}
