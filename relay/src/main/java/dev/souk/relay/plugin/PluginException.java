package dev.souk.relay.plugin;

/** The plugin does not do its work; the message says why. */
final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PluginException(String message) {
        super(message);
    }
}
