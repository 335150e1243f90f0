/** Tests of what jobs come to: a class for each axis and table, stories to tell them with, and random ones. */
@NullMarked
package dev.souk.marketplace.job;

import org.jspecify.annotations.NullMarked;
