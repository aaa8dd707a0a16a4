/** What is to be changed in DNS for a decision, and what is refused; pure. */
@NullMarked
package dev.failover.dns.plan;

import org.jspecify.annotations.NullMarked;
