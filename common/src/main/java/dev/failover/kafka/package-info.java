/** Topics, the consume loop and the publishers. */
@NullMarked
package dev.failover.kafka;

import org.jspecify.annotations.NullMarked;
