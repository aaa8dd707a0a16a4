/** Route 53's REST-XML API and its state: names, record sets, change batches, zones, health checks. */
@NullMarked
package dev.failover.awslocal.route53;

import org.jspecify.annotations.NullMarked;
