/** How the lines of the log look. */
@NullMarked
package dev.souk.deploy.log;

import org.jspecify.annotations.NullMarked;
