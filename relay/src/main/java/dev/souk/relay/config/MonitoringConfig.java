package dev.souk.relay.config;

/**
 * Where {@code /metrics} and {@code /health} are served: a port of their own, for the operator only.
 *
 * @param enabled whether they are served at all
 * @param host the address to listen on
 * @param port the TCP port; 0 lets the system choose
 */
public record MonitoringConfig(boolean enabled, String host, int port) {
    /** On, on loopback. */
    public static final MonitoringConfig DEFAULT = new MonitoringConfig(true, "127.0.0.1", 7778);
}
