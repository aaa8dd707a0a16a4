/** {@code failover audit}: clusters held against the recommended set-up. The judges are pure: answers in, remarks out. */
@NullMarked
package dev.failover.cli.audit;

import org.jspecify.annotations.NullMarked;
