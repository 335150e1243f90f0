package dev.souk.deploy.config;

/**
 * Something about the configuration that has to be put right.
 *
 * @param place {@code file:line:column}, the variable or the option
 * @param key the setting it is about; empty when it is about the file itself
 * @param text what is wrong and what is right
 */
public record Problem(String place, String key, String text) {
    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
