package dev.souk.storage;

import java.util.function.DoubleSupplier;

/**
 * A number that a store can tell about its inner life, for whoever watches it.
 *
 * @param name lowercase words with dots between
 * @param description what it means, in a sentence
 * @param isTotal whether it only ever grows, as counts do
 * @param value cheap to take, on any thread, until the store is closed; not a number when it cannot be had
 */
public record StoreMeter(String name, String description, boolean isTotal, DoubleSupplier value) {}
