/** Tests of import and export. */
@NullMarked
package dev.souk.deploy.transfer;

import org.jspecify.annotations.NullMarked;
