package dev.souk.deploy.config;

/** {@code [log]}. */
final class LogSection extends Section<LogConfig> {
    private final Setting<LogConfig, LogLevel> level = add(
            "level", Text.oneOf(LogLevel.class), LogConfig::level, "The least grave lines that are written to stderr.");

    private final Setting<LogConfig, LogConfig.Format> format = add(
            "format",
            Text.oneOf(LogConfig.Format.class),
            LogConfig::format,
            "How a line looks: key=value for people, or an object of JSON with the same keys.");
    private final Setting<LogConfig, Boolean> hashAddresses = add(
            "hash_addresses",
            new TrueOrFalse(),
            LogConfig::hashAddresses,
            "Whether clients' addresses are shown as hashes only, by a key that is another every day.");

    LogSection() {
        super("log", "What is logged.", LogConfig.DEFAULT, SoukConfig::log);
    }

    @Override
    LogConfig read(Values values) {
        return new LogConfig(values.get(level), values.get(format), values.get(hashAddresses));
    }
}
