package dev.souk.relay.metrics;

import java.util.Locale;

/** What an operator can do about what fails: about the store by what it says. */
final class Remedy {
    private Remedy() {}

    static String of(Health.Part part, Throwable cause) {
        if (part == Health.Part.PLUGIN) {
            return "look at the lines event=plugin-says, run plugin.command by hand; events pass meanwhile if"
                    + " plugin.on_failure says accept";
        }
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("no space") || said.contains("disk full") || said.contains("quota")) {
            return "free space on the disk of storage.path; writing is tried again every second, restart if it stays";
        }
        if (said.contains("corruption") || said.contains("checksum")) {
            return "a file of the store is damaged: stop the relay, look at the disk, check the store or restore a backup";
        }
        return "look at the disk and the system's log; when the disk is well, restart the relay";
    }
}
