/** IAM policies, evaluated for the calls of the services here; strict: what is not understood is refused. */
@NullMarked
package dev.failover.awslocal.iam;

import org.jspecify.annotations.NullMarked;
