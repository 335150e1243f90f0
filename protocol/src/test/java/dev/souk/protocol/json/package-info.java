/** Tests of reading strangers' JSON: tables of texts, and texts made at random. */
@NullMarked
package dev.souk.protocol.json;

import org.jspecify.annotations.NullMarked;
