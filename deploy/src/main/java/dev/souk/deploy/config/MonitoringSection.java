package dev.souk.deploy.config;

import dev.souk.relay.config.MonitoringConfig;

/** {@code [monitoring]}. */
final class MonitoringSection extends Section<MonitoringConfig> {
    private final Setting<MonitoringConfig, Boolean> enabled = addForStart(
            "enabled",
            new TrueOrFalse(),
            MonitoringConfig::enabled,
            "Whether /metrics (Prometheus) and /health are served.");
    private final Setting<MonitoringConfig, String> host = addForStart(
            "host", Text.host(), MonitoringConfig::host, "The address they listen on; whoever reaches it reads them.");
    final Setting<MonitoringConfig, Integer> port = addForStart(
            "port",
            WholeNumber.ints(0, 65_535, ""),
            MonitoringConfig::port,
            "Their TCP port; 0 lets the system choose one.");

    MonitoringSection() {
        super(
                "monitoring",
                "Pages for the operator, on a port of their own.",
                MonitoringConfig.DEFAULT,
                config -> config.relay().monitoring());
    }

    @Override
    MonitoringConfig read(Values values) {
        return new MonitoringConfig(values.get(enabled), values.get(host), values.get(port));
    }
}
