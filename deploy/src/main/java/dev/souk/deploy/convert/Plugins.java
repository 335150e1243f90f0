package dev.souk.deploy.convert;

/** What becomes of programs that decide about events. */
final class Plugins {
    private Plugins() {}

    /** A program that speaks strfry's protocol. */
    static void policy(Found found, Translation translation) {
        if (found.text().isBlank()) {
            translation.same(found);
        } else {
            translation.note(
                    found, "most of what such programs do is in [write] and [lists]; what is left needs a plugin");
        }
    }
}
