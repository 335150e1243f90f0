package dev.souk.deploy;

/** The parts that the process is made of; the one place that names the store, the relay and its extensions. */
final class Parts {
    private Parts() {}

    /** Opens the store in RocksDB. */
    static Surroundings.StoreOpener stores() {
        return (config, clock) -> {
            throw new CommandFailure(ExitCode.FAILED, "this build has no store");
        };
    }

    /** Starts the relay with all its extensions. */
    static Surroundings.RelayStarter relays() {
        return (config, store, clock) -> {
            throw new CommandFailure(ExitCode.FAILED, "this build has no relay");
        };
    }

    /** What checks signatures here. */
    static String cryptoName() {
        return "none";
    }
}
