/** Keeps events and finds them again: the contract that every store fulfils. No sockets, no policy. */
@NullMarked
package dev.souk.storage;

import org.jspecify.annotations.NullMarked;
