/** A real OpenSearch for tests: one node in a JVM of its own, with libraries that nothing else may meet. */
@NullMarked
package dev.failover.opensearchlocal;

import org.jspecify.annotations.NullMarked;
