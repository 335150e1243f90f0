/** Moves events between the store and files of JSON Lines. */
@NullMarked
package dev.souk.deploy.transfer;

import org.jspecify.annotations.NullMarked;
