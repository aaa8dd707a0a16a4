/** Checks of Elasticsearch and OpenSearch clusters. */
@NullMarked
package dev.failover.probe.elasticsearch;

import org.jspecify.annotations.NullMarked;
