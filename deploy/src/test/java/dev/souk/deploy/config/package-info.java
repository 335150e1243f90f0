/** Tests of the configuration. */
@NullMarked
package dev.souk.deploy.config;

import org.jspecify.annotations.NullMarked;
