/** Tests of what is known of jobs, and facts for other tests. */
@NullMarked
package dev.souk.marketplace.fact;

import org.jspecify.annotations.NullMarked;
