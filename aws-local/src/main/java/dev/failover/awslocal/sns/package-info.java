/** SNS's Query API and its state: topics, subscriptions, published messages and their delivery over HTTP. */
@NullMarked
package dev.failover.awslocal.sns;

import org.jspecify.annotations.NullMarked;
