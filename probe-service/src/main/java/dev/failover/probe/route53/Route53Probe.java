package dev.failover.probe.route53;

import dev.failover.event.Check;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import io.vertx.core.Future;

/** What AWS's checkers see of an endpoint, by the status of a health check. */
public final class Route53Probe implements Probe {

    private final Check.Route53 check;
    private final Statuses statuses;

    public Route53Probe(Check.Route53 check, Statuses statuses) {
        this.check = check;
        this.statuses = statuses;
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("Route 53 had not answered " + scope.within()));
        return statuses.finding(check.healthCheckId(), scope);
    }
}
