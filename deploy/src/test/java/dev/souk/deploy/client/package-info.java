/** Tests of the client's side. */
@NullMarked
package dev.souk.deploy.client;

import org.jspecify.annotations.NullMarked;
