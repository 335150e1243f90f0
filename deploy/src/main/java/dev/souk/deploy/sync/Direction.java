package dev.souk.deploy.sync;

/** Which way events go. */
public enum Direction {
    UP,
    DOWN,
    BOTH;

    /** True when events go to the other relay. */
    public boolean isUp() {
        return this != DOWN;
    }

    /** True when events come from there. */
    public boolean isDown() {
        return this != UP;
    }
}
