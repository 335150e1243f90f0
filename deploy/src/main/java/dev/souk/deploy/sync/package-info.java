/** Makes the store and another relay have the same events (NIP-77): finds out what differs, and transfers it. */
@NullMarked
package dev.souk.deploy.sync;

import org.jspecify.annotations.NullMarked;
