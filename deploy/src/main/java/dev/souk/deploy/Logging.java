package dev.souk.deploy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.souk.deploy.config.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets what is logged; how it looks is in {@code logback.xml}. */
final class Logging {
    /** Held, as a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

    private Logging() {}

    /** Shows lines of {@code level} and graver. */
    static void show(LogLevel level) {
        // Advice about flags of the JVM, past our log.
        LUCENE.setLevel(java.util.logging.Level.SEVERE);
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(
                    switch (level) {
                        case ERROR -> Level.ERROR;
                        case WARN -> Level.WARN;
                        case INFO -> Level.INFO;
                        case DEBUG -> Level.DEBUG;
                        case TRACE -> Level.TRACE;
                    });
        }
    }
}
