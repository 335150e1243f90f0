package dev.souk.deploy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.souk.deploy.config.LogConfig;
import dev.souk.deploy.log.LineEncoder;
import org.slf4j.LoggerFactory;

/** Sets what is logged; how it looks is in {@code logback.xml}. */
final class Logging {
    /** Held, as a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

    private Logging() {}

    /** Shows lines as they are wanted from now on. */
    static void show(LogConfig config) {
        // Advice about flags of the JVM, past our log.
        LUCENE.setLevel(java.util.logging.Level.SEVERE);
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(
                    switch (config.level()) {
                        case ERROR -> Level.ERROR;
                        case WARN -> Level.WARN;
                        case INFO -> Level.INFO;
                        case DEBUG -> Level.DEBUG;
                        case TRACE -> Level.TRACE;
                    });
            if (root.getAppender("stderr") instanceof OutputStreamAppender<ILoggingEvent> appender
                    && appender.getEncoder() instanceof LineEncoder lines) {
                lines.show(config.format() == LogConfig.Format.JSON, config.hashAddresses());
            }
        }
    }
}
