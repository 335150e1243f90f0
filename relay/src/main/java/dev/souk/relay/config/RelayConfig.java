package dev.souk.relay.config;

/** Everything that can be set about the relay, apart from its store. */
public record RelayConfig(
        ServerConfig server,
        MonitoringConfig monitoring,
        LimitsConfig limits,
        EventsConfig events,
        ThreadsConfig threads,
        InfoConfig info) {
    /** A relay that needs no configuration. */
    public static final RelayConfig DEFAULT = new RelayConfig(
            ServerConfig.DEFAULT,
            MonitoringConfig.DEFAULT,
            LimitsConfig.DEFAULT,
            EventsConfig.DEFAULT,
            ThreadsConfig.DEFAULT,
            InfoConfig.DEFAULT);
}
