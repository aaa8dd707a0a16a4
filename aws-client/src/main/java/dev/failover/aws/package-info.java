/** How every client of AWS is set up. */
@NullMarked
package dev.failover.aws;

import org.jspecify.annotations.NullMarked;
