package dev.souk.deploy.transfer;

/** Makes an event of a line, or says why not. Called by several threads at once. */
@FunctionalInterface
interface LineCheck {
    Checked check(Line line);
}
