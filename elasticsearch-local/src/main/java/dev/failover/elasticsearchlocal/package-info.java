/** A real Elasticsearch for tests: its nodes in a JVM of their own, with libraries that nothing else may meet. */
@NullMarked
package dev.failover.elasticsearchlocal;

import org.jspecify.annotations.NullMarked;
