/** Tests of the lines of the log. */
@NullMarked
package dev.souk.deploy.log;

import org.jspecify.annotations.NullMarked;
