package dev.souk.bench;

import java.io.IOException;

/** Told of each phase with a running relay, before and after. Called on the thread that measures. */
interface PhaseObserver {
    /** Nobody. */
    PhaseObserver NONE = new PhaseObserver() {
        @Override
        public void started(Relay relay) {}

        @Override
        public void before(Phase phase) {}

        @Override
        public void after(Phase phase) {}
    };

    /** The relay of the phases that follow runs. */
    void started(Relay relay) throws IOException, InterruptedException;

    void before(Phase phase) throws IOException, InterruptedException;

    /** The phase is over, even when it failed. */
    void after(Phase phase) throws IOException, InterruptedException;
}
