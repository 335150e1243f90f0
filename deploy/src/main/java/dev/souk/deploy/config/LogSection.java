package dev.souk.deploy.config;

/** {@code [log]}. */
final class LogSection extends Section<LogConfig> {
    private final Setting<LogConfig, LogLevel> level = add(
            "level", Text.oneOf(LogLevel.class), LogConfig::level, "The least grave lines that are written to stderr.");

    LogSection() {
        super("log", "What is logged.", LogConfig.DEFAULT, SoukConfig::log);
    }

    @Override
    LogConfig read(Values values) {
        return new LogConfig(values.get(level));
    }
}
